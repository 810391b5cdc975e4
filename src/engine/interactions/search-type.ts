/** https://hl7.org/fhir/R4/http.html#search of one type. */
import { type Answer, toLink } from '../answers.ts'
import { type BundleEntry, toBundleText } from '../bundle-text.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { checkGrantedParameters } from '../granted-parameters.ts'
import { lastValue } from '../parameters.ts'
import { allOf } from '../ports/condition.ts'
import type { SearchPage, Version } from '../ports/store.ts'
import { checkSearchable } from '../restricted-elements.ts'
import { toCursor } from '../search/cursor.ts'
import { debugParameter, type ParsedSearch, parseSearch, searchCursor } from '../search/parse-search.ts'
import { explainCost } from '../search/too-costly.ts'
import { withProbes } from '../search/with-probes.ts'

export async function searchType(parts: EngineParts, task: Task): Promise<Answer> {
  const { type, operation, conditions, decision } = task
  const search = parseSearch(type, operation.query, {
    baseUrl: parts.baseUrl,
    now: parts.clock.now(),
    isLenient: conditions.handling === 'lenient',
  })
  const used = new Set(search.used.map(([name]) => name))
  const isUsed = (name: string) => used.has(name) || name === searchCursor || name === debugParameter
  checkGrantedParameters(decision, operation.query, `a search of ${type.type}`, isUsed)
  checkSearchable(search.plan.where, search.sortPaths, decision)
  const { plan } = search
  const rows = decision.rows && withProbes(type, decision.rows)
  const page = await parts.store
    .search({ ...plan, where: allOf(plan.where, rows), asker: task.asker })
    .catch((error: unknown) => {
      throw explainCost(error, type, operation.query)
    })
  return { status: 200, kind: 'bundle', text: await toBundle(parts, task, search, page) }
}

function toBundle(parts: EngineParts, task: Task, search: ParsedSearch, page: SearchPage): Promise<string> {
  const { type, operation } = task
  const { baseUrl = parts.baseUrl } = operation
  const here = lastValue(operation.query, searchCursor)
  const own = here === undefined ? search.used : [...search.used, [searchCursor, here] as const]
  const link = [toLink('self', baseUrl, type.type, own)]
  if (page.hasMore && page.next !== undefined && !search.isCountOnly) {
    const cursor = toCursor(search.plan.sort ?? [], page.next)
    link.push(toLink('next', baseUrl, type.type, [...search.used, [searchCursor, cursor]]))
  }
  const isWhole = here === undefined && !page.hasMore && !search.isCountOnly
  const total = page.total ?? (isWhole ? page.versions.length : undefined)
  const head = {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(total === undefined ? {} : { total }),
    link,
  }
  const toEntry = (version: Version): BundleEntry => ({
    before: { fullUrl: `${baseUrl}/${type.type}/${version.id}` },
    version,
    after: { search: { mode: 'match' } },
  })
  return toBundleText(head, page.versions.map(toEntry), task)
}
