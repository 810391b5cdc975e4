/** Parameters of the engine's operations: shared ones as components, and the search parameters of a type. */
import type { ParameterName } from '../../engine/operation-row.ts'
import { mediaTypes } from '../../formats/media-type.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { ResourceType } from '../../schema/registry.ts'
import { resourceIdPattern } from '../../schema/resource-id.ts'
import { commonParameters, findServedParameters, findSortable } from '../served-parameters.ts'

const text = { type: 'string' }

function query(name: string, description: string, schema: JsonObject): JsonObject {
  return { name, in: 'query', description, schema }
}

function header(name: string, description: string): JsonObject {
  return { name, in: 'header', description, schema: text }
}

type SharedName = Exclude<ParameterName, 'search' | 'sort'> | 'id' | 'versionId'

type CommonName = (typeof commonParameters)[number]['name']

const common = Object.fromEntries(
  commonParameters.map(({ name, description }) => [
    name,
    query(name, description, { type: 'array', items: text }),
  ]),
) as Readonly<Record<CommonName, JsonObject>>

/** By the names that `use` and the rows of operations take. */
export const sharedParameters = {
  id: { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: resourceIdPattern } },
  versionId: { name: 'versionId', in: 'path', required: true, schema: text },
  _format: query('_format', 'Media type of the answer, before Accept', {
    enum: ['json', 'yaml', 'yml', ...mediaTypes],
  }),
  _pretty: query('_pretty', 'With line breaks, for people', { type: 'boolean', default: false }),
  ...common,
  _count: query('_count', 'Resources in a page; more than 1000 are as 1000, and 0 asks for the total alone', {
    ...{ type: 'integer', minimum: 0, default: 100 },
  }),
  historyCount: query('_count', 'Versions in a page; more than 1000 are as 1000', {
    ...{ type: 'integer', minimum: 0, default: 100 },
  }),
  _total: query('_total', 'Whether the number of all resources found is told', {
    enum: ['none', 'estimate', 'accurate'],
  }),
  _summary: query('_summary', '`count`: only the total', { enum: ['count', 'false'] }),
  _since: query('_since', 'Only versions that were written at this moment or later', {
    ...{ type: 'string', format: 'date-time' },
  }),
  noContent: query('_no-content', '`true`: 204 instead of the deleted resource', { type: 'boolean' }),
  ifMatch: header('If-Match', 'The version that must be the current one, such as W/"7"; * for any'),
  ifNoneMatch: header('If-None-Match', '*: the resource must not exist yet. Tags: not these versions'),
  ifOtherVersion: header(
    'If-None-Match',
    'Versions that the caller has: 304 when the current one is of them',
  ),
  ifModifiedSince: header('If-Modified-Since', '304 when nothing was written since; not with If-None-Match'),
  preferReturn: header('Prefer', '`return=minimal`, `return=representation` or `return=OperationOutcome`'),
  preferHandling: header(
    'Prefer',
    '`handling=lenient`: parameters that are not known are left out, and not in `self`, rather than refused',
  ),
} as const satisfies Readonly<Record<SharedName, JsonObject>>

export function use(...names: readonly SharedName[]): JsonObject[] {
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }))
}

/** Repeated parameters must all hold; of values separated by commas, one. */
export function toSearchParameters(type: ResourceType): JsonObject[] {
  return findServedParameters(type).map(({ name, type: kind, path, description, modifiers }) => {
    const what = description ?? `Searches by ${path}`
    const words = `${what} (${kind}; modifiers: ${modifiers.map((one) => `:${one}`).join(', ')})`
    return query(name, words, { type: 'array', items: text })
  })
}

/** https://hl7.org/fhir/R4/search.html#sort */
export function toSortParameter(type: ResourceType): JsonObject {
  const names = findSortable(type).flatMap((name) => [name, `-${name}`])
  const words =
    'What the resources are sorted by; `-` before a name: the greatest first. Those without a value come last'
  return {
    ...query('_sort', words, { type: 'array', items: { enum: names } }),
    ...{ style: 'form', explode: false },
  }
}
