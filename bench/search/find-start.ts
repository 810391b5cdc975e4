/** Where the requests of a kind of search begin on one site, and whether the server answers them at all. */
import type { LoadUnit } from '../load-job.ts'
import { toUnit } from '../scenarios/resources.ts'
import type { SearchKind } from './kinds.ts'
import type { Site } from './sites.ts'

export type Start = { readonly unit: LoadUnit } | { readonly refusal: string }

const pageLength = 20
const stride = 1000
/** The middle of large results is not walked to: what matters is that a page is not the first. */
const longestWay = 50_000

interface Answer {
  readonly total?: number
  readonly entry?: readonly unknown[]
  readonly link?: readonly { readonly relation: string; readonly url: string }[]
  readonly issue?: readonly { readonly code: string; readonly diagnostics?: string }[]
}

/** With fewer rows, what is seldom may not be there. */
const rowsForAll = 10_000

export async function findStart({ queries, isMiddle, hits }: SearchKind, site: Site): Promise<Start> {
  const { server, count, headers } = site
  const urls: string[] = []
  let found = 0
  for (const query of queries(count)) {
    const first = `${server.url}/Patient?${query}`
    const url = isMiddle ? await walkToMiddle(first, site) : withPage(first, pageLength)
    const { answer, refusal } = await ask(url, headers)
    if (refusal !== undefined) return { refusal }
    found += answer.total ?? answer.entry?.length ?? 0
    urls.push(url)
  }
  if (hits === 'none' && found > 0) return { refusal: 'finds what is not there' }
  if (hits !== 'none' && found === 0 && count >= rowsForAll) return { refusal: 'finds nothing' }
  return { unit: toUnit(urls.map((url) => ({ url, method: 'GET', headers, status: 200 }))) }
}

async function ask(url: string, headers: Site['headers']): Promise<{ answer: Answer; refusal?: string }> {
  const response = await fetch(url, { headers })
  const answer = (await response.json()) as Answer
  if (response.ok) return { answer }
  return { answer, refusal: `${response.status} ${answer.issue?.[0]?.code ?? ''}`.trim() }
}

/** Where it is not served, the first page stands for it: what asks it is refused in the same way. */
async function walkToMiddle(first: string, { count, headers }: Site): Promise<string> {
  let url = withPage(first, Math.min(stride, Math.ceil(count / 10)))
  const wanted = Math.min(longestWay, count / 2)
  for (let passed = 0; passed < wanted; passed += stride) {
    const { answer, refusal } = await ask(url, headers)
    const next = answer.link?.find(({ relation }) => relation === 'next')?.url
    if (refusal !== undefined || next === undefined) break
    url = next
  }
  return withPage(url, pageLength)
}

function withPage(address: string, length: number): string {
  const url = new URL(address)
  url.searchParams.set('_count', String(length))
  return url.href
}
