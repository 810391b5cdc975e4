/** The steps that grants are made of. */
import { session } from '../../app/session.svelte.ts'
import { type Flow, StepFailed } from './model/flow.ts'
import { openIdConnect, rfc, type Step } from './model/grant.ts'
import { asYaml, willRemove } from './model/throw-away.ts'

export const authorize: Step = {
  key: 'authorize',
  specification: rfc(6749, '4.1.1'),
  async run(flow) {
    await flow.authorize()
    if (flow.code === '') throw new StepFailed('no code')
    if (flow.checks.some(({ isRight }) => !isRight)) throw new StepFailed('not ours')
  },
}

export const exchange: Step = {
  key: 'exchange',
  specification: rfc(6749, '4.1.3'),
  run: async (flow) => expect((await flow.exchange()).status, 200),
}

export const userinfo: Step = {
  key: 'userinfo',
  specification: openIdConnect('5.3', 'UserInfo'),
  run: async (flow) => expect((await flow.callWith(flow.accessToken, '/auth/userinfo')).status, 200),
}

export const refresh: Step = {
  key: 'refresh',
  specification: rfc(6749, '6'),
  run: async (flow) => expect((await flow.refresh()).status, 200),
}

export const revoke: Step = {
  key: 'revoke',
  specification: rfc(7009, '2.1'),
  async run(flow) {
    const { id, secret = '' } = flow.client
    const proof = { client_id: id, ...(secret !== '' && { client_secret: secret }) }
    const body = new URLSearchParams({ token: flow.refreshToken, token_type_hint: 'refresh_token', ...proof })
    await flow.send('POST', '/auth/revoke', { body })
    await flow.callWith(flow.accessToken, '/auth/userinfo')
  },
}

export const clientCredentials: Step = {
  key: 'clientCredentials',
  specification: rfc(6749, '4.4.2'),
  run: async (flow) => expect((await flow.clientCredentials()).status, 200),
}

/** Within the scopes that were asked for: the token reaches Users, and no Clients. */
export const scopeRefused: Step = {
  key: 'scopeRefused',
  specification: rfc(6750, '3.1'),
  run: async (flow) =>
    expect((await flow.callWith(flow.accessToken, `/Client/${flow.client.id}`)).status, 403),
}

export const scopeAllowed: Step = {
  key: 'scopeAllowed',
  specification: rfc(6750, '2.1'),
  async run(flow) {
    await flow.callWith(flow.accessToken, `/User/${encodeURIComponent(session.user?.id ?? '')}`)
  },
}

export const policyRefused: Step = {
  key: 'policyRefused',
  specification: rfc(9110, '15.5.4'),
  async run(flow) {
    await callAsClient(flow)
  },
}

/** A policy of the client's own, written with the rights of the person. */
export const givePolicy: Step = {
  key: 'givePolicy',
  specification: rfc(9110, '9.3.4'),
  async run(flow) {
    const path = `/AccessPolicy/sandbox-${flow.client.id.replace(/^sandbox-/, '')}`
    const body = [
      'engine: matcho',
      'matcho:',
      '  request-method: get',
      `  params: {resource/type: Client, resource/id: '${flow.client.id}'}`,
      `link: [{reference: 'Client/${flow.client.id}'}]`,
      '',
    ].join('\n')
    const { status } = await flow.send('PUT', path, { body, headers: asYaml, isAnonymous: false })
    if (status >= 400) throw new StepFailed('no policy')
    willRemove(path)
  },
}

export const policyAllowed: Step = {
  key: 'policyAllowed',
  specification: rfc(9110, '15.3.1'),
  run: async (flow) => expect((await callAsClient(flow)).status, 200),
}

export const basic: Step = {
  key: 'basic',
  specification: rfc(7617, '2'),
  run: async (flow) => {
    if ((await callAsClient(flow)).status === 401) throw new StepFailed('not known')
  },
}

/** With the token where the grant gave one, otherwise with id and secret. */
function callAsClient(flow: Flow) {
  const path = `/Client/${encodeURIComponent(flow.client.id)}`
  if (flow.accessToken !== '') return flow.callWith(flow.accessToken, path)
  return flow.send('GET', path, {
    headers: { authorization: basicHeader(flow.client.id, flow.client.secret ?? '') },
  })
}

export function basicHeader(id: string, secret: string): string {
  const bytes = new TextEncoder().encode(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

function expect(status: number, expected: number): void {
  if (status !== expected) throw new StepFailed(`HTTP ${status}`)
}
