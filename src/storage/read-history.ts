/** Versions newest first, with a keyset cursor (FHIR R4 http.html#history). */
import type { HistoryPlan, SearchPage } from '../engine/ports/store.ts'
import type { SqlRunner } from './database.ts'
import { type Parameter, runOnce } from './run.ts'
import type { StoredType } from './stored-type.ts'
import { toVersion, type VersionRow } from './to-version.ts'
import { versionColumns } from './type-statements.ts'

const largestPage = 1000

export async function readHistory(sql: SqlRunner, type: StoredType, plan: HistoryPlan): Promise<SearchPage> {
  const count = Math.min(plan.count, largestPage)
  const parameters: Parameter[] = []
  const conditions: string[] = []
  const add = (value: Parameter, condition: (parameter: string) => string) => {
    parameters.push(value)
    conditions.push(condition(`$${parameters.length}`))
  }
  if (plan.id !== undefined) add(plan.id, (p) => `id = ${p}`)
  if (plan.beforeVersionId !== undefined) {
    if (!/^\d{1,18}$/.test(plan.beforeVersionId)) return { versions: [], hasMore: false }
    add(plan.beforeVersionId, (p) => `txid < ${p}::bigint`)
  }
  if (plan.since !== undefined) add(plan.since, (p) => `ts >= to_timestamp(${p}::float8 / 1000)`)
  const text = `select ${versionColumns} from "${type.table}${type.history ? '_history' : ''}"
    ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
    order by txid desc limit ${count + 1}`
  const rows = await runOnce<VersionRow>(sql, text, parameters)
  return {
    versions: rows.slice(0, count).map((row) => toVersion(plan.type, row)),
    hasMore: rows.length > count,
  }
}
