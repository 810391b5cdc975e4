/**
 * Authorization requests that wait for a person: kept while somebody signs in and consents, each for the browser that began
 * it. The pages carry the id alone, so that two tabs of one browser finish each with its own request.
 */
import type { Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { AppError } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import { type AuthorizeParams, authorizeParams } from '../params/authorize-params.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

/** What a person does for a request; each can be asked for although it was done before. */
export type Step = 'sign-in' | 'consent'

export interface KeptRequest {
  readonly id: string
  /** The value of the cookie of its browser, which the forms of the request are bound to. */
  readonly browser: string
  /** With the redirect URI that was chosen. */
  readonly params: AuthorizeParams
  /** `meta.createdAt` of the client: another one of the same id is not the one that asked. */
  readonly clientCreatedAt: string
  /** Whether this user has done the step for this request. */
  readonly hasDone: (step: Step, userId: string) => Promise<boolean>
}

export interface LostRequest {
  /** What the forms of the request are bound to: see `browserKey`. */
  readonly browserKey: string
  readonly params: AuthorizeParams
}

export interface KeptRequests {
  /** Returns the id. `browser`: the value of a cookie that only the browser of the request has. */
  keep(asked: AuthorizationRequest, browser: string): Promise<string>
  /** @throws AppError `expired-request` when it is unknown, has expired, or was begun in another browser. */
  get(id: string, browser: string | undefined): Promise<KeptRequest>
  /** For forms whose browser has lost its cookie; whether they are of that browser is to be proved otherwise. */
  findLost(id: string): Promise<LostRequest | null>
  markDone(id: string, step: Step, userId: string): Promise<void>
}

export interface KeptRequestsOptions {
  readonly records: Records
  readonly digest: Digest
  readonly random: Random
  readonly clock: Clock
}

const kind = 'authorization-request'
const stepKind = 'authorization-request-step'
/** 128 bits. */
const idBytes = 16
export const keptSeconds = 60 * 60
/** How long a step counts: enough for the steps behind it, too short for who finds the browser later. */
const doneMs = 10 * 60_000

export function createKeptRequests({ records, digest, random, clock }: KeptRequestsOptions): KeptRequests {
  const stepKey = (id: string, step: Step, userId: string) => digest.sha256(`${id}\n${step}\n${userId}`)
  return {
    async keep({ client, params, redirectUri }, browser) {
      const id = random.token(idBytes)
      const value: JsonObject = {
        params: { ...params, redirect_uri: redirectUri },
        clientCreatedAt: client.createdAt,
        browser: browserKey(browser, digest),
      }
      await records.insert(kind, digest.sha256(id), value, { expiresAt: clock.now() + keptSeconds * 1000 })
      return id
    },
    async get(id, browser) {
      const value = (await records.find(kind, digest.sha256(id)))?.value
      const params = authorizeParams.restore(value?.params)
      const isOwn = digest.equal(String(value?.browser), browserKey(browser ?? '', digest))
      if (browser === undefined || params === null || !isOwn) throw expired()
      return {
        id,
        browser,
        params,
        clientCreatedAt: String(value?.clientCreatedAt),
        hasDone: async (step, userId) => (await records.find(stepKind, stepKey(id, step, userId))) !== null,
      }
    },
    async findLost(id) {
      const value = (await records.find(kind, digest.sha256(id)))?.value
      const params = authorizeParams.restore(value?.params)
      return params === null ? null : { browserKey: String(value?.browser), params }
    },
    async markDone(id, step, userId) {
      await records.count(stepKind, stepKey(id, step, userId), { expiresAt: clock.now() + doneMs })
    },
  }
}

/** Stands for the value of the browser's cookie where that must not be kept, and in the tokens of its forms. */
export function browserKey(browser: string, digest: Digest): string {
  return digest.sha256(browser)
}

/** One text for all three, so that nobody learns which ids there are. */
function expired(): AppError {
  return new AppError(
    'invalid',
    'expired-request',
    'This request to sign in took too long, or it was begun in another browser.',
  )
}
