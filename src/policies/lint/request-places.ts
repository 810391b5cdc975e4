/** What stands where in the request object: the names and values that there can be. What is named otherwise never holds. */
import type { OperationInfo } from '../../engine/ports/access.ts'
import { unbuiltOperations } from '../../engine/ports/unbuilt-operations.ts'
import type { Registry, ResourceType } from '../../schema/registry.ts'
import { isHiddenHeader } from '../decisions/request-object.ts'

/** A place of the request object. */
export interface RequestPlace {
  /** In messages: `Unknown <what>: x`. */
  readonly what: string
  /** All that can stand here; left out: anything. */
  readonly values?: readonly string[]
  /** Places within, by name. */
  readonly members?: ReadonlyMap<string, RequestPlace>
  /** Names besides those of the members that a wrong one may have been meant for. */
  readonly similar?: Iterable<string>
  /** Whether there can be a member that is not among them; left out: always. */
  readonly hasMember?: (name: string) => boolean
  /** What is wrong with a member's name, or with a text (or with what it must begin with). */
  readonly refuse?: (text: string) => string | undefined
}

export interface KnownNames {
  readonly registry: Registry
  /** Of the engine and of all plug-ins. */
  readonly operations: readonly OperationInfo[]
}

/** What a rule says literally of the requests that it is about. */
export interface RuleTopic {
  readonly types: readonly string[]
  readonly operations: readonly string[]
}

export const anything: RequestPlace = { what: 'value' }

const methods = ['get', 'post', 'put', 'patch', 'delete']
const open = ['requested-uri', 'query-string', 'remote-addr', 'body', 'user', 'client', 'session', 'jwt']
const none = () => false

export function toRequestPlaces({ registry, operations }: KnownNames, topic: RuleTopic): RequestPlace {
  const types = [...registry.types.map(({ type }) => type), 'Operation']
  const type: RequestPlace = { what: 'resource type', values: types }
  const ids = [...operations, ...unbuiltOperations].map(({ id }) => id)
  const operation = new Map([['id', { what: 'operation', values: ids }]])
  const resource = { what: 'value', members: new Map([['resourceType', type]]) }
  const members = new Map<string, RequestPlace>([
    ['request-method', { what: 'method, which is in lower case', values: methods }],
    ['scheme', { what: 'scheme', values: ['http', 'https'] }],
    ['uri', { what: 'path', refuse: refusePath }],
    ['headers', { what: 'header', refuse: refuseHeader }],
    ['params', toParams(registry, topic, type)],
    ['operation', { what: 'part of an operation', members: operation, hasMember: none }],
    ['resource', resource],
    ['stored', resource],
    ...open.map((name) => [name, anything] as const),
  ])
  return { what: 'part of a request', members, hasMember: none }
}

/** Parameters of plug-ins' operations are their own, and those that begin with an underscore are the engine's. */
function toParams(registry: Registry, { types, operations }: RuleTopic, type: RequestPlace): RequestPlace {
  const about = types.flatMap((name) => registry.get(name) ?? [])
  const parameters = about.length > 0 ? toParameters(about) : parametersOfAll(registry)
  const ofRouter = new Map([
    ['resource/type', type] as const,
    ...['resource/id', 'resource/vid'].map(toMember),
  ])
  const isForPlugin = operations.length > 0 && !operations.some((id) => id.startsWith('Fhir'))
  const hasMember = (name: string) =>
    name.startsWith('_') || isForPlugin || parameters.has(name.split(/[:.]/)[0] ?? '')
  const of = about.length > 0 ? ` of ${about.map((one) => one.type).join(' or ')}` : ''
  return {
    what: `search parameter${of}`,
    members: ofRouter,
    hasMember,
    // Looked at for what was meant, which is rarely.
    similar: parameters,
  }
}

function toParameters(types: readonly ResourceType[]): ReadonlySet<string> {
  return new Set(types.flatMap(({ search }) => [...search.keys()]))
}

const ofAll = new WeakMap<Registry, ReadonlySet<string>>()

/** A start looks at every stored policy. */
function parametersOfAll(registry: Registry): ReadonlySet<string> {
  const known = ofAll.get(registry) ?? toParameters(registry.types)
  ofAll.set(registry, known)
  return known
}

function toMember(name: string): readonly [string, RequestPlace] {
  return [name, anything]
}

function refuseHeader(name: string): string | undefined {
  if (name !== name.toLowerCase()) return `Names of headers are in lower case: ${name.toLowerCase()}`
  return isHiddenHeader(name) ? 'The header is a credential, which policies do not see' : undefined
}

function refusePath(text: string): string | undefined {
  if (/^\/fhir(\/|$)/.test(text)) return '`uri` is without the base /fhir, whichever was called'
  return text.startsWith('/') ? undefined : 'A path begins with a slash'
}
