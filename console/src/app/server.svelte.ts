/** What this server is and has, as it says itself: `/`, `/metadata`, discovery. What it does not have is not shown. */
import { callJson } from '../api/call.ts'

export interface SearchParameter {
  readonly name: string
  readonly type: string
  readonly documentation?: string
}

export interface ServedType {
  readonly type: string
  readonly documentation?: string
  readonly interaction: readonly { readonly code: string }[]
  readonly searchParam?: readonly SearchParameter[]
  readonly versioning?: string
}

interface Facts {
  readonly version: string
  readonly database: string
  readonly state: 'pass' | 'fail'
  readonly links: Readonly<Record<string, string>>
  readonly consolePages?: readonly string[]
}

export type Discovery = Readonly<Record<string, unknown>> & {
  readonly grant_types_supported?: readonly string[]
}

interface CapabilityStatement {
  readonly rest?: readonly { readonly resource?: readonly ServedType[] }[]
}

export interface Server {
  readonly facts: Facts
  readonly types: readonly ServedType[]
  readonly discovery: Discovery
  hasType(type: string): boolean
  /** `read`, `search-type`, `history-instance`, … (R4 valueset-type-restful-interaction). */
  offers(type: string, interaction: string): boolean
  hasGrant(grant: string): boolean
}

let known = $state.raw<Server>()

/** Throws before `loadServer`. */
export function server(): Server {
  if (known === undefined) throw new Error('the server has not been asked yet')
  return known
}

export function serverIfKnown(): Server | undefined {
  return known
}

/** Throws ApiError. Again: to see what has changed. */
export async function loadServer(): Promise<Server> {
  const open = { isAnonymous: true, isQuiet: true }
  const [facts, statement, discovery] = await Promise.all([
    callJson<Facts>('GET', '/', open),
    callJson<CapabilityStatement>('GET', '/metadata', open),
    // Without the plug-in that signs people in there is none.
    callJson<Discovery>('GET', '/.well-known/openid-configuration', open).catch((): Discovery => ({})),
  ])
  const types = statement.rest?.[0]?.resource ?? []
  const byName = new Map(types.map((one) => [one.type, one]))
  known = {
    ...{ facts, types, discovery },
    hasType: (type) => byName.has(type),
    offers: (type, code) => byName.get(type)?.interaction.some((one) => one.code === code) ?? false,
    hasGrant: (grant) => discovery.grant_types_supported?.includes(grant) ?? false,
  }
  return known
}
