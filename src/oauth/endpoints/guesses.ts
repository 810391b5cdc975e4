/** What is counted of guesses, for administrators: who is being slowed down, and an end to it. */
import type { OperationInfo } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { noStoreJson } from '../no-store-json.ts'
import { listCounted, removeCounted } from '../throttle/counted.ts'

export const guessOperations: readonly OperationInfo[] = [
  { id: 'ReadThrottle', description: 'See whose guesses are being slowed down (GET /auth/throttle)' },
  { id: 'ClearThrottle', description: 'Forget the failures of an account (DELETE /auth/throttle?account=…)' },
]

/** `account`: that one alone. At most 1000 of each kind, the oldest first. */
export async function showGuesses(
  request: RouteRequest,
  { host, passwords }: AuthServices,
): Promise<Response> {
  await host.authorize(request, 'ReadThrottle')
  const account = request.url.searchParams.get('account')
  const counted = await listCounted(host.records, host.clock)
  const entry = counted
    .filter((one) => account === null || one.account === account)
    .map((one) => ({ ...one, digest: passwords.digestOf(one.account) }))
  return noStoreJson({ entry })
}

/** @throws AppError `invalid` (400) without an account. */
export async function clearGuesses(request: RouteRequest, { host }: AuthServices): Promise<Response> {
  await host.authorize(request, 'ClearThrottle')
  const account = request.url.searchParams.get('account') ?? ''
  if (!/^(User|Client)\/[\w.-]{1,64}$/.test(account)) {
    throw new AppError('invalid', 'bad-parameter', 'Say whose: account=User/<id> or account=Client/<id>')
  }
  request.note({ cleared: account })
  return noStoreJson({ removed: await removeCounted(host.records, account) })
}
