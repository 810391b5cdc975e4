/** What one entry of INIT_BUNDLE asks for: a resource alone, or an entry of a Bundle (https://hl7.org/fhir/R4/bundle.html). */
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { suggest } from '../../kernel/nearest-name.ts'
import { parseReference } from '../../schema/reference.ts'
import { isResourceId } from '../../schema/resource-id.ts'

interface Target {
  /** Where it was found, such as `init.yaml, entry 3 (Client/webapp)`. */
  readonly place: string
  readonly type: string
  readonly id: string
}

/** `create`: only where there is none. */
export interface InitResource extends Target {
  readonly action: 'put' | 'create'
  readonly resource: JsonObject
  /** Its secrets are put at every start, also where somebody changed them. */
  readonly putsSecrets: boolean
}

export type InitEntry = InitResource | (Target & { readonly action: 'delete' })

const entryParts = ['resource', 'request', 'secrets']
/** What exported Bundles say of their entries; it has no meaning here. */
const unheeded = ['fullUrl', 'id', 'link', 'search', 'response', 'extension']
const requestParts = ['method', 'url', 'ifNoneMatch', 'id', 'extension']

/** A text is a problem. */
export function toInitEntry(
  value: JsonValue | undefined,
  place: string,
  isOfBundle: boolean,
): InitEntry | string {
  if (!isOfBundle) return toResource(value, place, { action: 'put', putsSecrets: false })
  if (!isJsonObject(value)) return `${place}: must be an entry with a resource or a request`
  const problem = findFormProblem(value)
  if (problem !== undefined) return `${place}: ${problem}`
  const request = isJsonObject(value.request) ? value.request : { method: 'PUT' }
  if (request.method === 'DELETE') return toDeletion(request, place)
  const action = request.ifNoneMatch === undefined ? 'put' : 'create'
  const entry = toResource(value.resource, place, { action, putsSecrets: value.secrets === 'always' })
  if (typeof entry === 'string') return entry
  const url = request.url ?? `${entry.type}/${entry.id}`
  return url === `${entry.type}/${entry.id}`
    ? entry
    : `${entry.place}: request.url must be ${entry.type}/${entry.id}`
}

function findFormProblem(entry: JsonObject): string | undefined {
  const other = Object.keys(entry).find((name) => ![...entryParts, ...unheeded].includes(name))
  if (other !== undefined) return `unknown part \`${other}\` of an entry${suggest(other, entryParts)}`
  const { request, secrets } = entry
  if (secrets !== undefined && secrets !== 'always') return '`secrets` can only be `always`'
  if (request === undefined) return undefined
  if (!isJsonObject(request)) return '`request` must be an object with `method` and `url`'
  const part = Object.keys(request).find((name) => !requestParts.includes(name))
  if (part !== undefined) return `\`request.${part}\` is not supported here${suggest(part, requestParts)}`
  if (request.method !== 'PUT' && request.method !== 'DELETE')
    return 'must have the method PUT or DELETE: nothing else has the same result at every start'
  if (request.ifNoneMatch !== undefined && (request.ifNoneMatch !== '*' || request.method === 'DELETE'))
    return "`request.ifNoneMatch` can only be '*', with PUT: the resource is made where there is none"
  return undefined
}

function toDeletion({ url }: JsonObject, place: string): InitEntry | string {
  const target = typeof url === 'string' ? parseReference(url) : null
  if (target === null || url !== `${target.resourceType}/${target.id}`)
    return `${place}: DELETE needs a request.url such as Client/old`
  return { place: `${place} (${url})`, type: target.resourceType, id: target.id, action: 'delete' }
}

function toResource(
  value: JsonValue | undefined,
  place: string,
  how: Pick<InitResource, 'action' | 'putsSecrets'>,
): InitResource | string {
  if (!isJsonObject(value)) return `${place}: must be a resource`
  const { resourceType: type, id } = value
  if (typeof type !== 'string') return `${place}: resourceType is missing`
  if (id === undefined)
    return `${place} (${type}): needs an id, so that it is the same resource at every start`
  if (!isResourceId(id))
    return `${place} (${type}): the id must be a text of 1 to 64 letters, digits, \`-\`, \`.\` and \`_\`, not only dots`
  return { place: `${place} (${type}/${id})`, type, id, resource: value, ...how }
}
