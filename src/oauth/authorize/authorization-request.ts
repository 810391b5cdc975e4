/** An authorization request while it is checked: what every check may read and what the earlier ones have found. */

import type { GrantSettings } from '../client-auth/client-settings.ts'
import type { Params } from '../params/params.ts'
import type { ClientDocument } from '../resources/Client.ts'

/** Found first: without these two nobody is redirected anywhere. */
export interface RequestTarget {
  readonly params: Params
  readonly client: ClientDocument
  readonly settings: GrantSettings
  readonly redirectUri: string
}

/** What the request asks for, once every check has passed. */
export interface AuthorizationRequest extends RequestTarget {
  readonly responseMode: ResponseMode
  readonly scope: readonly string[]
  readonly audience: readonly string[]
  readonly codeChallenge: string | undefined
  readonly nonce: string | undefined
  readonly prompt: ReadonlySet<string>
  readonly maxAgeSeconds: number | undefined
}

export type ResponseMode = 'query' | 'form_post'
export const responseModes: readonly ResponseMode[] = ['query', 'form_post']
