/** The media types that resources come and go in. */

export type Format = 'json' | 'yaml'

/** In the order in which they are offered; the first of a format is its usual one. */
export const mediaTypes = [
  'application/json',
  'application/fhir+json',
  'text/yaml',
  'application/yaml',
  'application/x-yaml',
] as const

export type MediaType = (typeof mediaTypes)[number]

export const offeredTypes: string = mediaTypes.join(', ')

export function formatOf(mediaType: MediaType): Format {
  return mediaType.endsWith('json') ? 'json' : 'yaml'
}

/** Null when it is not one of ours. `text`: without parameters, any case. */
export function findMediaType(text: string): MediaType | null {
  const name = text.trim().toLowerCase()
  return mediaTypes.find((mediaType) => mediaType === name) ?? null
}
