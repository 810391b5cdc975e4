/** The one way to the server: with the token of the person, within a time, recorded, and with errors that can be shown. */
import { found, lost } from '../app/connection.svelte.ts'
import { session } from '../app/session.svelte.ts'
import { type Call, record } from './calls.svelte.ts'
import { type Issue, readIssues } from './outcome.ts'

export interface CallOptions {
  /** An object becomes JSON; a text is sent as it is: say its `content-type`. URLSearchParams become a form. */
  readonly body?: string | object | URLSearchParams
  readonly headers?: Readonly<Record<string, string>>
  /** Media type of the answer. Default `application/json`. */
  readonly accept?: string
  /** Without the token of the person. */
  readonly isAnonymous?: boolean
  /** Not shown among the calls of the view: for what every view asks. */
  readonly isQuiet?: boolean
  /** Errors of the server are answers, not thrown: for views whose matter they are. */
  readonly takesErrors?: boolean
  /** Default 30 000. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** Goes out even while the tab is closed. */
  readonly outlivesTab?: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly ms: number
  readonly call: Call | undefined
}

/** `refused`: the server answered with an error. `unreachable`: it did not answer, or not in time. */
export class ApiError extends Error {
  readonly kind: 'refused' | 'unreachable'
  readonly method: string
  readonly path: string
  /** 0: no answer. */
  readonly status: number
  readonly issues: readonly Issue[]
  /** `X-Request-Id`: the log of the server has it too. */
  readonly requestId: string | null

  constructor(method: string, path: string, answer?: Answer) {
    const issues = answer === undefined ? [] : readIssues(answer.text)
    super(
      issues.map(({ text }) => text).join(' ') ||
        (answer === undefined ? 'no answer' : `HTTP ${answer.status}`),
    )
    this.name = 'ApiError'
    this.kind = answer === undefined ? 'unreachable' : 'refused'
    this.method = method
    this.path = path
    this.status = answer?.status ?? 0
    this.issues = issues
    this.requestId = answer?.headers.get('x-request-id') ?? null
  }
}

/**
 * `path`: of this server, with its query, encoded.
 * @throws ApiError; AbortError when `signal` says so.
 */
export async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  if (!path.startsWith('/') || path.startsWith('//'))
    throw new Error('a path of this server begins with one slash')
  const answer = await callAsPerson(method, path, options)
  if (answer.status < 400 || options.takesErrors === true) return answer
  throw new ApiError(method, path, answer)
}

/** The document of the answer. @throws ApiError */
export async function callJson<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const { text } = await call(method, path, options)
  return (text === '' ? null : JSON.parse(text)) as T
}

/** A token that is over is renewed, and the call is made once more. Where that needs the person, the call waits for them. */
async function callAsPerson(method: string, path: string, options: CallOptions): Promise<Answer> {
  if (options.isAnonymous === true) return send(method, path, options, undefined)
  const token = await session.freshToken()
  const answer = await send(method, path, options, token)
  if (answer.status !== 401 || token === undefined) return answer
  return send(method, path, options, await session.renewedToken(token))
}

const defaultTimeoutMs = 30_000

async function send(
  method: string,
  path: string,
  options: CallOptions,
  token: string | undefined,
): Promise<Answer> {
  const { headers, body } = toRequest(options)
  const recorded =
    options.isQuiet === true
      ? undefined
      : record({ method, path, headers, body, isAnonymous: options.isAnonymous === true })
  const startedAt = performance.now()
  const timeout = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal])
  try {
    const response = await fetch(path, {
      ...{ method, body, signal, credentials: 'omit', cache: 'no-store', redirect: 'manual' },
      keepalive: options.outlivesTab === true,
      headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    })
    const text = await response.text()
    const ms = performance.now() - startedAt
    if (recorded !== undefined) Object.assign(recorded, { status: response.status, ms })
    if (isStarting(response, text)) throw new TypeError('the server is starting')
    found()
    return { status: response.status, headers: response.headers, text, ms, call: recorded }
  } catch {
    if (options.signal?.aborted) throw options.signal.reason
    lost()
    throw new ApiError(method, path)
  }
}

/** What listens before the server is ready says so in plain text. */
function isStarting({ status, headers }: Response, text: string): boolean {
  return (
    status === 502 ||
    (status === 503 && !headers.get('content-type')?.includes('json') && !text.startsWith('{'))
  )
}

function toRequest({ body, headers = {}, accept = 'application/json' }: CallOptions) {
  if (body === undefined) return { headers: { accept, ...headers }, body: undefined }
  if (typeof body === 'string') return { headers: { accept, ...headers }, body }
  if (body instanceof URLSearchParams) {
    const type = 'application/x-www-form-urlencoded'
    return { headers: { accept, 'content-type': type, ...headers }, body: String(body) }
  }
  return { headers: { accept, 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}
