/** Callers for tests of policies: each with an id and a secret, known by HTTP Basic, and what they are answered. */
import { basic, type Reachable } from './test-app.ts'

const secret = 'a-long-secret-of-a-robot'

/** A client that acts for itself, with the policies that are linked to it. */
export async function putRobot(
  app: Reachable,
  id: string,
  ...policies: readonly Record<string, unknown>[]
): Promise<void> {
  await app.root('PUT', `/Client/${id}`, { secret, grant_types: ['basic'] })
  for (const [index, policy] of policies.entries()) {
    await app.root('PUT', `/AccessPolicy/${id}-${index}`, {
      link: [{ reference: `Client/${id}` }],
      ...policy,
    })
  }
}

/** `[status, text]` of a request of such a client; an object becomes JSON. */
export async function ask(
  app: Reachable,
  id: string,
  request: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<readonly [status: number, text: string]> {
  const [method = 'GET', path = '/'] = request.split(' ')
  const response = await app.fetch(path, {
    method,
    headers: { authorization: basic(id, secret), 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return [response.status, await response.text()]
}

export async function statusOf(...asked: Parameters<typeof ask>): Promise<number> {
  return (await ask(...asked))[0]
}
