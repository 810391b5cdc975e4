/** Histories of the embedded database, for the reasons of search-in-slices.ts. */
import type { HistoryPlan, SearchPage } from '../../engine/ports/store.ts'
import { pause } from '../../kernel/pause.ts'
import type { SqlRunner } from '../database.ts'
import { readHistory } from '../read-versions.ts'
import { addTo, type GrowingPage, largestPage } from './find-page.ts'
import { sliceMs } from './slices.ts'

/** As many rows a statement as the last one had time for. */
export async function historyInSlices(
  runner: SqlRunner,
  table: string,
  plan: HistoryPlan,
): Promise<SearchPage> {
  const count = Math.min(plan.count, largestPage)
  const page: GrowingPage = { versions: [], length: 0 }
  const { versions } = page
  let beforeVersionId = plan.beforeVersionId
  for (let rows = 4; ; ) {
    const startedAt = performance.now()
    const slice = {
      ...plan,
      ...(beforeVersionId && { beforeVersionId }),
      count: Math.min(rows, count - versions.length),
    }
    const part = await readHistory(runner, table, slice)
    if (!addTo(page, part.versions)) return { versions, hasMore: true }
    if (!part.hasMore || versions.length === count) return { versions, hasMore: part.hasMore }
    beforeVersionId = versions.at(-1)?.versionId
    rows = performance.now() - startedAt < sliceMs ? rows * 2 : Math.max(1, Math.floor(rows / 2))
    await pause()
  }
}
