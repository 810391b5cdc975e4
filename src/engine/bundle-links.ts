/** Addresses in Bundles, made from the base URL. */
import type { JsonObject } from '../kernel/json.ts'

type Query = readonly (readonly [name: string, value: string])[]

export function toLink(relation: 'self' | 'next', baseUrl: string, path: string, query: Query): JsonObject {
  const text = new URLSearchParams(query.map(([name, value]) => [name, value])).toString()
  return { relation, url: `${baseUrl}/${path}${text === '' ? '' : `?${text}`}` }
}
