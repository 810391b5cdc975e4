/** https://hl7.org/fhir/R4/http.html#history of one resource, newest first, with its deletions. */
import { type Answer, toLink } from '../answers.ts'
import { type BundleEntry, toBundleText } from '../bundle-text.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { notFound } from '../missing-resource.ts'
import { checkParameters, invalidParameter, lastValue, parseCount, parseTargetId } from '../parameters.ts'
import type { HistoryPlan, SearchPage, Version } from '../ports/store.ts'
import { isVersionId } from '../preconditions.ts'

const cursor = '_before'

export async function historyInstance(parts: EngineParts, task: Task): Promise<Answer> {
  const { type, operation, decision } = task
  const id = parseTargetId(operation)
  const plan = toPlan(task, id)
  const page = await parts.store.history({ ...plan, asker: task.asker })
  if (page.versions.length === 0) {
    const any = await parts.store.history({ type: type.type, id, count: 1, rows: decision.rows })
    if (any.versions.length === 0) throw notFound(type, id)
  }
  return { status: 200, kind: 'bundle', text: await toBundle(parts, task, plan, page) }
}

function toPlan({ type, operation: { query }, conditions, decision }: Task, id: string): HistoryPlan {
  const before = lastValue(query, cursor)
  const since = lastValue(query, '_since')
  checkParameters(query, [cursor, '_count', '_since'], conditions)
  if (before !== undefined && !isVersionId(before))
    throw invalidParameter(cursor, 'is not one of a next link')
  return {
    type: type.type,
    id,
    // A page of nothing could not lead to the next one.
    count: Math.max(1, parseCount(lastValue(query, '_count'))),
    ...(before === undefined ? {} : { beforeVersionId: before }),
    ...(since === undefined ? {} : { since: parseInstant(since) }),
    ...(decision.rows === undefined ? {} : { rows: decision.rows }),
  }
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

function parseInstant(text: string): number {
  // A plus sign that was not escaped arrives as a space.
  const value = text.replace(' ', '+')
  const time = instant.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw invalidParameter('_since', 'must be an instant such as 2026-01-31T09:00:00Z')
  return time
}

function toBundle(parts: EngineParts, task: Task, plan: HistoryPlan, page: SearchPage): Promise<string> {
  const { type, operation } = task
  const { baseUrl = parts.baseUrl } = operation
  const path = `${type.type}/${plan.id}/_history`
  const used = operation.query.filter(([name]) => ['_count', '_since', '_format', '_pretty'].includes(name))
  const oldest = page.versions.at(-1)
  const here = lastValue(operation.query, cursor)
  const link = [toLink('self', baseUrl, path, here === undefined ? used : [...used, [cursor, here]])]
  if (page.hasMore && oldest !== undefined) {
    link.push(toLink('next', baseUrl, path, [...used, [cursor, oldest.versionId]]))
  }
  const isWhole = here === undefined && plan.since === undefined && !page.hasMore
  const total = page.total ?? (isWhole ? page.versions.length : undefined)
  const head = {
    resourceType: 'Bundle',
    type: 'history',
    ...(total === undefined ? {} : { total }),
    link,
  }
  return toBundleText(
    head,
    page.versions.map((version) => toEntry(baseUrl, version)),
    task,
  )
}

/** A created version is `PUT` with 201: which of POST and PUT it was is not kept, and PUT says the id. */
function toEntry(baseUrl: string, version: Version): BundleEntry {
  const { type, id, status, versionId, lastUpdated } = version
  const isDeletion = status === 'deleted'
  return {
    before: { fullUrl: `${baseUrl}/${type}/${id}` },
    ...(isDeletion ? {} : { version }),
    after: {
      request: { method: isDeletion ? 'DELETE' : 'PUT', url: `${type}/${id}` },
      response: {
        status: { created: '201', updated: '200', deleted: '204' }[status],
        etag: `W/"${versionId}"`,
        lastModified: new Date(lastUpdated).toISOString(),
      },
    },
  }
}
