/** A client that is not first-party: the person signs in, allows what it asks for, and it gets its tokens. */
import assert from 'node:assert/strict'
import { authorizeUrl, postToken, redirectParams, signIn, type Tokens, webapp } from './code-flow.ts'
import type { Reachable } from './test-app.ts'
import { readForm, UserAgent } from './user-agent.ts'

export const third = { client_id: 'third', client_secret: 'verysecret' }

export async function putThird(app: Reachable, code: Record<string, unknown> = {}): Promise<void> {
  await app.root('PUT', '/Client/third', webapp(code, { first_party: false, name: 'Third' }))
}

/** Up to the tokens, with a consent that is asked for in any case. */
export async function allowThird(
  app: Reachable,
  params: Record<string, string>,
  agent = new UserAgent(app),
): Promise<Tokens> {
  const page = await signIn(agent, authorizeUrl('third', { prompt: 'consent', ...params }), 'ann')
  const back = await agent.submit(await readForm(page), { decision: 'allow' })
  const code = redirectParams(back).get('code') ?? ''
  const response = await postToken(app, { grant_type: 'authorization_code', code, ...third })
  const body = await response.json()
  assert.equal(response.status, 200, JSON.stringify(body))
  return body as Tokens
}
