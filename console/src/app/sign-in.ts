/** The authorization code grant of `Client/console` with PKCE (RFC 6749 §4.1, RFC 7636), as any browser client does it. */

const clientId = 'console'
const callback = `${location.origin}/ui/callback`
const scope = 'openid profile email'
/** What waits for the answer, by `state`: of this tab alone, and never a token. */
const kept = 'console.sign-in'
const timeoutMs = 20_000

interface Waiting {
  readonly state: string
  readonly verifier: string
  readonly nonce: string
  /** Where to go on afterwards. */
  readonly returnTo: string
}

export interface Tokens {
  readonly accessToken: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly idToken: string
  readonly user: Person
}

export interface Person {
  /** Id of the User. */
  readonly id: string
  readonly name: string
}

/** `code`: an error code of RFC 6749 or OpenID Connect. `unreachable`: no answer. */
export class SignInError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'SignInError'
    this.code = code
  }
}

/** Leaves for the page of the sign-in, which leads back. */
export async function leaveForSignIn(returnTo: string): Promise<void> {
  const { url, waiting } = await begin(returnTo)
  sessionStorage.setItem(kept, JSON.stringify(waiting))
  location.assign(url)
}

/**
 * Tokens by the sign-in that the browser has, without leaving: null when there is none. `idToken`: of whom it must be.
 * @throws SignInError
 */
export async function signInSilently(idToken?: string): Promise<Tokens | null> {
  const { url, waiting } = await begin('')
  url.searchParams.set('prompt', 'none')
  if (idToken !== undefined) url.searchParams.set('id_token_hint', idToken)
  // Followed to the callback, whose URL is the answer.
  const response = await ask(url, {
    headers: { accept: 'text/html' },
    credentials: 'same-origin',
    redirect: 'follow',
  })
  const answer = new URL(response.url)
  if (answer.origin + answer.pathname !== callback) {
    if (response.status >= 500) throw new SignInError('unreachable', `HTTP ${response.status}`)
    throw new SignInError('refused', await describe(response))
  }
  const params = answer.searchParams
  if (['login_required', 'consent_required', 'interaction_required'].includes(params.get('error') ?? ''))
    return null
  return exchange(params, waiting)
}

/** Goes on after the page of the sign-in. @throws SignInError */
export async function finishSignIn(params: URLSearchParams): Promise<{ tokens: Tokens; returnTo: string }> {
  const waiting = readWaiting()
  sessionStorage.removeItem(kept)
  if (waiting === null) throw new SignInError('no-request', 'nothing waits for this answer')
  return { tokens: await exchange(params, waiting), returnTo: waiting.returnTo }
}

/** Ends the sign-in of the browser (OpenID Connect RP-Initiated Logout), by a form: the token stands in no URL. */
export function leaveForSignOut(idToken: string): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/auth/logout'
  const fields = {
    id_token_hint: idToken,
    post_logout_redirect_uri: `${location.origin}/ui`,
    client_id: clientId,
  }
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = value
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}

async function begin(returnTo: string): Promise<{ url: URL; waiting: Waiting }> {
  const waiting = { state: random(), verifier: random(), nonce: random(), returnTo }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(waiting.verifier))
  const url = new URL('/auth/authorize', location.origin)
  url.search = String(
    new URLSearchParams({
      ...{ response_type: 'code', client_id: clientId, redirect_uri: callback, scope },
      ...{ state: waiting.state, nonce: waiting.nonce, ui_locales: document.documentElement.lang },
      ...{ code_challenge: toBase64Url(new Uint8Array(digest)), code_challenge_method: 'S256' },
    }),
  )
  return { url, waiting }
}

async function exchange(params: URLSearchParams, { state, verifier, nonce }: Waiting): Promise<Tokens> {
  if (params.get('state') !== state)
    throw new SignInError('other-state', 'the answer belongs to another request')
  // RFC 9207: an answer of another server is none.
  if (params.get('iss') !== location.origin)
    throw new SignInError('other-issuer', 'the answer is from another server')
  const error = params.get('error')
  if (error !== null) throw new SignInError(error, params.get('error_description') ?? error)
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', client_id: clientId, redirect_uri: callback },
    ...{ code: params.get('code') ?? '', code_verifier: verifier },
  })
  const response = await ask('/auth/token', { method: 'POST', body, credentials: 'omit' })
  if (!response.ok) throw new SignInError('refused', await describe(response))
  return toTokens(await response.json(), nonce)
}

function toTokens(answer: Readonly<Record<string, unknown>>, nonce: string): Tokens {
  const { access_token: accessToken, expires_in: seconds, id_token: idToken } = answer
  if (typeof accessToken !== 'string' || typeof idToken !== 'string')
    throw new SignInError('refused', 'the answer has no tokens')
  // From the token endpoint itself, so that nobody stands between (OpenID Connect Core §3.1.3.7).
  const claims = readClaims(idToken)
  if (claims.nonce !== nonce) throw new SignInError('other-nonce', 'the ID token belongs to another request')
  const id = String(claims.sub)
  const names = [claims.name, claims.preferred_username, id]
  const name = names.find((one): one is string => typeof one === 'string' && one !== '') ?? id
  const expiresAt = Date.now() + (typeof seconds === 'number' ? seconds : 300) * 1000
  return { accessToken, expiresAt, idToken, user: { id, name } }
}

function readClaims(jwt: string): Readonly<Record<string, unknown>> {
  const part = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
  const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0))
  return JSON.parse(new TextDecoder().decode(bytes))
}

async function ask(url: URL | string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, cache: 'no-store', signal: AbortSignal.timeout(timeoutMs) })
  } catch (error) {
    throw new SignInError('unreachable', String(error))
  }
}

async function describe(response: Response): Promise<string> {
  const text = await response.text()
  try {
    const { error_description: description, error } = JSON.parse(text)
    return String(description ?? error ?? response.status)
  } catch {
    return `HTTP ${response.status}`
  }
}

function readWaiting(): Waiting | null {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? 'null')
  } catch {
    return null
  }
}

/** 43 characters of RFC 7636 §4.1. */
function random(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
