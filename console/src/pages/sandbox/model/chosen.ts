/** Clients that are there already, and what the sandbox needs of one. */
import type { Resource } from '../../../app/bundle.ts'
import { redirectUri } from './flow.ts'
import type { Grant } from './grant.ts'

interface CodeSettings {
  readonly redirect_uri?: string
  readonly redirect_uris?: readonly string[]
}

export interface ClientResource extends Resource {
  readonly name?: string
  readonly grant_types?: readonly string[]
  readonly auth?: { readonly authorization_code?: CodeSettings }
}

/** Whether it may use the grant. What the sandbox made and the console itself are no choice. */
export function suits({ id, grant_types: listed = [] }: ClientResource, { plan }: Grant): boolean {
  if (id === 'console' || id.startsWith('sandbox-')) return false
  const names = listed.map((one) => (one === 'authorization_code' ? 'code' : one))
  return plan.grantTypes.every((one) => names.includes(one))
}

export function knowsCallback({ auth }: ClientResource): boolean {
  const { redirect_uri: single, redirect_uris: several = [] } = auth?.authorization_code ?? {}
  return single === redirectUri || several.includes(redirectUri)
}

/** The same client, to which people may also be sent back in the sandbox. */
export function withCallback({ auth, ...client }: ClientResource): ClientResource {
  const { redirect_uri: single, redirect_uris: several = [], ...code } = auth?.authorization_code ?? {}
  const uris = [...(single === undefined ? [] : [single]), ...several, redirectUri]
  return { ...client, auth: { ...auth, authorization_code: { ...code, redirect_uris: [...new Set(uris)] } } }
}
