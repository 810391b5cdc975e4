/** References to resources (https://hl7.org/fhir/R4/search.html#reference). */
import { parseReference, referencedType } from '../../../schema/reference.ts'
import { isResourceId } from '../../../schema/resource-id.ts'
import type { Test } from '../../ports/condition.ts'
import { unescapeValue } from '../escapes.ts'
import { textsAt, textsOf } from '../items.ts'
import { oneOfKeys, textKey } from '../matches.ts'
import { any, at, type EntrySink, equals, parameterType } from '../parameter-type.ts'

/** `type` undefined: any type with this id; `type` '' with `id` as an absolute URL. */
export interface ReferenceValue {
  readonly kind: 'reference'
  readonly type?: string
  readonly id: string
}

export const reference = parameterType({
  takesTypes: true,
  examples: 'Patient/p1 or p1',
  parse: (text, { baseUrl, modifier }) => parseReferenceValue(text, baseUrl, modifier),
  test: referenceTest,
  match: ({ type, id }) => oneOfKeys(toKeyText(type, id)),
  kind: 'key',
  version: 1,
  addEntries(item, sink) {
    for (const text of textsOf(item)) addReference(text, sink)
    for (const text of textsAt(item, 'reference')) addReference(text, sink)
  },
  keyOf: textKey,
  fields: ['reference'],
})

/** `id`, `Type/id`, or an absolute URL; one that starts with our base URL, or `/fhir` below it, is a relative one. */
export function parseReferenceValue(text: string, baseUrl: string, onlyType?: string): ReferenceValue | null {
  const value = unescapeValue(text)
  const relative = value.startsWith(`${baseUrl}/`)
    ? value.slice(baseUrl.length + 1).replace(/^fhir\//, '')
    : value
  const target = relative.split('/').length === 2 ? parseReference(relative) : null
  if (isResourceId(relative)) {
    return { kind: 'reference', id: relative, ...(onlyType === undefined ? {} : { type: onlyType }) }
  }
  if (target !== null) {
    const { resourceType: type, id } = target
    return onlyType === undefined || onlyType === type ? { kind: 'reference', type, id } : null
  }
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(value)
  return isAbsolute && onlyType === undefined ? { kind: 'reference', type: '', id: value } : null
}

/** References as they are stored: relative, or absolute when they were given so; as an object or as a text. */
export function referenceTest({ type, id }: ReferenceValue): Test {
  const test = whole(type, id)
  return any(at('reference', test), test)
}

const ofId = new RegExp(`^${referencedType}/(.*)$`)

/** Whole as `=`, and without its type as `i:`. */
function addReference(text: string, sink: EntrySink): void {
  sink.key(`=${text}`)
  const id = ofId.exec(text)?.[1]
  if (isResourceId(id)) sink.key(`i:${id}`)
}

function toKeyText(type: string | undefined, id: string): string {
  if (type === undefined && isResourceId(id)) return `i:${id}`
  return type === undefined || type === '' ? `=${id}` : `=${type}/${id}`
}

function whole(type: string | undefined, id: string): Test {
  if (type !== undefined) return equals(type === '' ? id : `${type}/${id}`)
  if (!isResourceId(id)) return equals(id)
  return { kind: 'matches', pattern: `^${referencedType}/${id.replaceAll('.', '[.]')}$` }
}
