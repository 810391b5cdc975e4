/** One walk through a grant: what was asked and answered so far, and what the next message needs of it. */
import { type CallOptions, call } from '../../../api/call.ts'
import { session } from '../../../app/session.svelte.ts'
import { askForCode } from './authorize.ts'
import { random, sha256, toBase64Url } from './bytes.ts'
import type { Expected } from './jwt.ts'
import { type Message, pickHeaders } from './message.ts'

export const redirectUri = `${location.origin}/ui/sandbox/callback`

export interface SandboxClient {
  readonly id: string
  /** Undefined: a public client. */
  readonly secret: string | undefined
}

/** How the client shows that the code is its own. */
export interface Proofs {
  readonly secret: boolean
  readonly pkce: boolean
}

export interface ShownToken {
  readonly kind: 'access_token' | 'id_token' | 'refresh_token'
  readonly value: string
  readonly expected: Expected
}

/** What the client itself looks at, besides tokens. */
export interface Check {
  readonly name: 'state' | 'issuer'
  readonly isRight: boolean
}

export interface FlowOptions {
  readonly client: SandboxClient
  readonly proofs: Proofs
  readonly scope: string
  /** The person signs in on the pages, in a tab of its own; otherwise by the sign-in that the browser has. */
  readonly isVisible: boolean
}

/** Parameters to be put in place of the right ones; undefined leaves one out. */
export type Changes = Readonly<Record<string, string | undefined>>

/** A step cannot go on: the answer, which is shown, lacks what it needs. */
export class StepFailed extends Error {}

export class Flow {
  readonly options: FlowOptions
  readonly messages: Message[] = []
  readonly tokens: ShownToken[] = []
  readonly checks: Check[] = []
  state = random()
  nonce = random()
  verifier = random()
  code = ''
  accessToken = ''
  refreshToken = ''
  idToken = ''

  constructor(options: FlowOptions) {
    this.options = options
  }

  get client(): SandboxClient {
    return this.options.client
  }

  /** As the client, or as nobody. Errors of the server are answers here. */
  async send(method: string, path: string, options: CallOptions = {}): Promise<Message> {
    const answer = await call(method, path, { isAnonymous: true, takesErrors: true, ...options })
    const { body, headers = {} } = options
    const isForm = body instanceof URLSearchParams
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
    const typed =
      body === undefined || 'content-type' in headers ? headers : { 'content-type': type, ...headers }
    return this.note({
      ...{
        method,
        path,
        status: answer.status,
        answer: answer.text,
        answerHeaders: pickHeaders(answer.headers),
      },
      headers: options.isAnonymous === false ? { authorization: `Bearer ${session.token}`, ...typed } : typed,
      body:
        body === undefined
          ? undefined
          : isForm || typeof body === 'string'
            ? String(body)
            : JSON.stringify(body),
    })
  }

  /** The authorization request (RFC 6749 §4.1.1). Null: the server answered the person, and not the client. */
  async authorize(changes: Changes = {}): Promise<URLSearchParams | null> {
    const { client, proofs, scope } = this.options
    // To another redirect URI nobody is sent back: there is no tab to wait for.
    const isVisible = this.options.isVisible && changes.redirect_uri === undefined
    const challenge = toBase64Url(await sha256(this.verifier))
    const params = apply(changes, {
      ...{ response_type: 'code', client_id: client.id, redirect_uri: redirectUri, scope },
      ...{ state: this.state, nonce: this.nonce },
      ...(proofs.pkce && { code_challenge: challenge, code_challenge_method: 'S256' }),
      ...(!isVisible && { prompt: 'none' }),
    })
    const path = `/auth/authorize?${params}`
    const { location: led, ...answer } = await askForCode(path, isVisible ? params.get('state') : null)
    const answerHeaders = led === null ? answer.headers : { location: led }
    this.note({
      ...{ method: 'GET', path, headers: {}, body: undefined, answerHeaders },
      status: answer.status,
      answer: answer.text,
    })
    if (led === null) return null
    const answered = new URL(led).searchParams
    this.checks.push(
      { name: 'state', isRight: answered.get('state') === this.state },
      { name: 'issuer', isRight: answered.get('iss') === location.origin },
    )
    this.code = answered.get('code') ?? ''
    return answered
  }

  /** The access token request (RFC 6749 §4.1.3). */
  exchange(changes: Changes = {}): Promise<Message> {
    const { pkce } = this.options.proofs
    return this.askForTokens(changes, {
      ...{ grant_type: 'authorization_code', code: this.code, redirect_uri: redirectUri },
      ...(pkce && { code_verifier: this.verifier }),
    })
  }

  refresh(changes: Changes = {}): Promise<Message> {
    return this.askForTokens(changes, { grant_type: 'refresh_token', refresh_token: this.refreshToken })
  }

  clientCredentials(changes: Changes = {}): Promise<Message> {
    return this.askForTokens(changes, { grant_type: 'client_credentials' })
  }

  /** With a token in the header (RFC 6750 §2.1). */
  callWith(token: string, path: string): Promise<Message> {
    return this.send('GET', path, { headers: { authorization: `Bearer ${token}` } })
  }

  private async askForTokens(changes: Changes, params: Readonly<Record<string, string>>): Promise<Message> {
    const { id, secret } = this.client
    const sent = apply(changes, {
      ...params,
      client_id: id,
      ...(secret !== undefined && { client_secret: secret }),
    })
    const message = await this.send('POST', '/auth/token', { body: sent })
    if (message.status === 200) this.take(JSON.parse(message.answer))
    return message
  }

  private take(answer: Readonly<Record<string, unknown>>): void {
    const text = (name: string) => (typeof answer[name] === 'string' ? answer[name] : '')
    this.accessToken = text('access_token')
    this.show('access_token', this.accessToken, { audience: location.origin })
    if (text('id_token') !== '') {
      this.idToken = text('id_token')
      const isFirst = params(this.messages.at(-1)).get('grant_type') === 'authorization_code'
      const expected = {
        audience: this.client.id,
        accessToken: this.accessToken,
        ...(isFirst && { nonce: this.nonce }),
      }
      this.show('id_token', this.idToken, expected)
    }
    if (text('refresh_token') !== '') {
      this.refreshToken = text('refresh_token')
      this.show('refresh_token', this.refreshToken, { audience: location.origin })
    }
  }

  private show(kind: ShownToken['kind'], value: string, expected: Expected): void {
    this.tokens.push({ kind, value, expected })
  }

  private note(message: Message): Message {
    this.messages.push(message)
    return message
  }
}

function params(message: Message | undefined): URLSearchParams {
  return new URLSearchParams(message?.body ?? '')
}

function apply(changes: Changes, params: Readonly<Record<string, string>>): URLSearchParams {
  const all: Changes = { ...params, ...changes }
  return new URLSearchParams(
    Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
}
