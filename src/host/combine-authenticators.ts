/** Who calls, as the first authenticator that knows the credentials says; then whoever refines callers has the last word. */
import type { Authenticate, Caller, RequestSnapshot } from '../engine/ports/access.ts'
import { AppError } from '../kernel/errors.ts'
import type { Authenticator, StartedPlugin } from '../plugin.ts'

type Found = Caller | null | Promise<Caller | null>
type Refine = NonNullable<StartedPlugin['refineCaller']>

/**
 * Null: no credentials at all. An error of an authenticator ends the request: bad credentials are never anonymous, nor are
 * those that nobody owns. Answers without a promise where the plug-ins do: callers in memory cost no turn of the event loop.
 */
export function combineAuthenticators(started: readonly StartedPlugin[]): Authenticator {
  const all = started.flatMap(({ authenticator }) => authenticator ?? [])
  const refiners = started.flatMap(({ refineCaller }) => refineCaller ?? [])
  const challenges = [...new Set(all.flatMap((one) => one.challenges))]
  const authenticators = all.map((one) => one.authenticate)
  return {
    challenges,
    authenticate(request) {
      const found = findFrom(0, { authenticators, challenges }, request)
      if (refiners.length === 0) return found
      return then(found, (caller) => refineFrom(0, refiners, caller, request))
    },
  }
}

interface Known {
  readonly authenticators: readonly Authenticate[]
  readonly challenges: readonly string[]
}

function findFrom(from: number, known: Known, request: RequestSnapshot): Found {
  const { authenticators, challenges } = known
  for (let index = from; index < authenticators.length; index += 1) {
    const found = authenticators[index]?.(request) ?? null
    if (found instanceof Promise) return found.then((caller) => caller ?? findFrom(index + 1, known, request))
    if (found !== null) return found
  }
  if (request.headers.has('authorization')) throw unclaimed(challenges)
  return null
}

function refineFrom(
  from: number,
  all: readonly Refine[],
  caller: Caller | null,
  request: RequestSnapshot,
): Found {
  const refine = all[from]
  if (refine === undefined) return caller
  return then(refine(caller, request), (refined) => refineFrom(from + 1, all, refined, request))
}

function then(found: Found, next: (caller: Caller | null) => Found): Found {
  return found instanceof Promise ? found.then(next) : next(found)
}

function unclaimed(challenges: readonly string[]): AppError {
  const schemes = [...new Set(challenges.map((challenge) => challenge.split(' ')[0]))].join(', ')
  return new AppError(
    'unauthenticated',
    'invalid_client',
    `The Authorization header uses a scheme that this server does not take${schemes && `; it takes ${schemes}`}`,
    { challenges },
  )
}
