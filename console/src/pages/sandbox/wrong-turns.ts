/** The classic mistakes and attacks, made for real: each runs a walk of its own, and ends with what the server says to it. */
import type { Flow } from './model/flow.ts'
import { StepFailed } from './model/flow.ts'
import { openIdConnect, rfc, type WrongTurn } from './model/grant.ts'
import type { Message } from './model/message.ts'
import { basicHeader } from './steps.ts'

const otherUri = 'https://attacker.example/callback'
const userinfo = '/auth/userinfo'

export const redirect: WrongTurn = {
  key: 'redirect',
  specification: rfc(9700, '4.1.3'),
  run: async (flow) => ((await flow.authorize({ redirect_uri: otherUri })) === null ? 'server' : 'nobody'),
}

export const redirectToken: WrongTurn = {
  key: 'redirectToken',
  specification: rfc(6749, '4.1.3'),
  run: async (flow) => refused(await (await withCode(flow)).exchange({ redirect_uri: otherUri })),
}

export const replay: WrongTurn = {
  key: 'replay',
  specification: rfc(6749, '10.5'),
  async run(flow) {
    await withTokens(flow)
    const again = await flow.exchange()
    // The tokens of the first exchange end, too: nobody knows which of the two was the thief.
    const ended = await flow.callWith(flow.accessToken, userinfo)
    return again.status >= 400 ? refused(ended) : 'nobody'
  },
}

export const noVerifier: WrongTurn = {
  key: 'noVerifier',
  specification: rfc(7636, '4.6'),
  run: async (flow) => refused(await (await withCode(flow)).exchange({ code_verifier: undefined })),
}

export const wrongVerifier: WrongTurn = {
  key: 'wrongVerifier',
  specification: rfc(7636, '4.6'),
  run: async (flow) => refused(await (await withCode(flow)).exchange({ code_verifier: flow.state })),
}

export const noChallenge: WrongTurn = {
  key: 'noChallenge',
  specification: rfc(9700, '2.1.1'),
  async run(flow) {
    const answer = await flow.authorize({ code_challenge: undefined, code_challenge_method: undefined })
    return answer?.has('error') ? 'server' : 'nobody'
  },
}

export const wrongSecret: WrongTurn = {
  key: 'wrongSecret',
  specification: rfc(6749, '5.2'),
  run: async (flow) => refused(await (await withCode(flow)).exchange({ client_secret: 'not-the-secret' })),
}

export const noSecret: WrongTurn = {
  key: 'noSecret',
  specification: rfc(6749, '3.2.1'),
  run: async (flow) => refused(await (await withCode(flow)).exchange({ client_secret: undefined })),
}

export const stolenRefresh: WrongTurn = {
  key: 'stolenRefresh',
  specification: rfc(9700, '4.14.2'),
  settings: { refresh_token: true, refresh_token_rotation: true },
  async run(flow) {
    await withTokens(flow)
    const stolen = flow.refreshToken
    // Twice: for some seconds an old token is answered again, because an answer may be lost, until its successor is used.
    await flow.refresh()
    await flow.refresh()
    const thief = await flow.refresh({ refresh_token: stolen })
    const owner = await flow.refresh()
    return thief.status >= 400 ? refused(owner) : 'nobody'
  },
}

export const state: WrongTurn = {
  key: 'state',
  specification: rfc(6749, '10.12'),
  async run(flow) {
    const answer = await flow.authorize({ state: 'that-of-somebody-else' })
    return answer !== null && answer.get('state') !== flow.state ? 'client' : 'nobody'
  },
}

export const expired: WrongTurn = {
  key: 'expired',
  specification: rfc(6750, '3.1'),
  settings: { access_token_expiration: 1 },
  async run(flow) {
    const isOwn = flow.options.scope === ''
    await (isOwn ? flow.clientCredentials() : withTokens(flow))
    const path = isOwn ? `/Client/${flow.client.id}` : userinfo
    for (let turn = 0; turn < mostTurns; turn++) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      // One message is enough to be read.
      if (turn > 0) flow.messages.pop()
      const { status } = await flow.callWith(flow.accessToken, path)
      if (status === 401) return 'server'
    }
    return 'nobody'
  },
}
const mostTurns = 10
const pauseMs = 1500

export const idToken: WrongTurn = {
  key: 'idToken',
  specification: openIdConnect('2', 'IDToken'),
  async run(flow) {
    await withTokens(flow)
    return refused(await flow.callWith(flow.idToken, userinfo))
  },
}

export const otherGrant: WrongTurn = {
  key: 'otherGrant',
  specification: rfc(6749, '5.2'),
  run: async (flow) => refused(await flow.clientCredentials()),
}

export const wrongCredentials: WrongTurn = {
  key: 'wrongSecret',
  specification: rfc(6749, '5.2'),
  run: async (flow) => refused(await flow.clientCredentials({ client_secret: 'not-the-secret' })),
}

export const wrongBasic: WrongTurn = {
  key: 'wrongBasic',
  specification: rfc(7617, '2'),
  async run(flow) {
    const headers = { authorization: basicHeader(flow.client.id, 'not-the-secret') }
    return refused(await flow.send('GET', `/Client/${encodeURIComponent(flow.client.id)}`, { headers }))
  },
}

async function withCode(flow: Flow): Promise<Flow> {
  await flow.authorize()
  if (flow.code === '') throw new StepFailed('no code')
  return flow
}

async function withTokens(flow: Flow): Promise<void> {
  const { status } = await (await withCode(flow)).exchange()
  if (status !== 200) throw new StepFailed('no tokens')
}

function refused({ status }: Message): 'server' | 'nobody' {
  return status >= 400 ? 'server' : 'nobody'
}
