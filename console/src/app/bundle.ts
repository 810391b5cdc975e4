/** What a search answers (https://hl7.org/fhir/R4/bundle.html#searchset). */

export interface Resource {
  readonly resourceType: string
  readonly id: string
  readonly meta?: { readonly versionId?: string; readonly lastUpdated?: string; readonly createdAt?: string }
  readonly [element: string]: unknown
}

export interface Bundle<R extends Resource = Resource> {
  readonly entry?: readonly { readonly resource: R; readonly fullUrl?: string }[]
  readonly link?: readonly { readonly relation: string; readonly url: string }[]
  readonly total?: number
}

export function resourcesOf<R extends Resource>({ entry = [] }: Bundle<R>): readonly R[] {
  return entry.map(({ resource }) => resource)
}

/** The query of the next page; null: this is the last one. Its parameters are the server's business: they go back as they are. */
export function nextQuery({ link = [] }: Bundle): URLSearchParams | null {
  const next = link.find(({ relation }) => relation === 'next')
  return next === undefined ? null : new URL(next.url).searchParams
}
