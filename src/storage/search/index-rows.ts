/** Which parameters a database has an index of, compared with those that this server knows. */
import { getTableName } from 'drizzle-orm'
import { searchIndex } from '../../../drizzle/schema.ts'
import type { IndexedParameter, IndexKind } from '../../engine/ports/search-index.ts'
import type { SqlRunner } from '../database.ts'
import { hashOf } from '../hash-of.ts'
import type { NumberedParameter } from './entries.ts'

export interface IndexRow {
  readonly type: string
  readonly parameter: string
  readonly number: number
  readonly kind: IndexKind
  readonly fingerprint: string
  readonly state: 'building' | 'complete' | 'dropping'
  readonly cursor: string | null
}

/** What every resource has an entry of, under the number 0. Another fingerprint: entries are written in another way. */
export const signature: NumberedParameter = { name: '', number: 0, kind: 'key', fingerprint: '1' }

export async function readIndexRows(runner: SqlRunner): Promise<readonly IndexRow[]> {
  return await runner.unsafe<IndexRow[]>(
    `select type, parameter, number, kind, fingerprint, state, cursor from ${getTableName(searchIndex)} order by type, number`,
  )
}

export interface IndexPlan {
  /** What this server writes entries of. */
  readonly active: readonly NumberedParameter[]
  readonly added: readonly NumberedParameter[]
  /** Numbers whose entries nobody wants any more. */
  readonly gone: readonly number[]
}

/** `rows`: of the type. A parameter that means something else than before is a new one. */
export function planIndex(rows: readonly IndexRow[], parameters: readonly IndexedParameter[]): IndexPlan {
  const active: NumberedParameter[] = []
  const added: NumberedParameter[] = []
  let next = Math.max(0, ...rows.map(({ number }) => number)) + 1
  for (const parameter of [signature, ...parameters]) {
    const row = rows.find((one) => isSame(one, parameter))
    const number = parameter === signature ? 0 : (row?.number ?? next)
    if (row === undefined) added.push({ ...parameter, number })
    if (number === next) next++
    active.push({ ...parameter, number })
  }
  const numbers = new Set(active.map(({ number }) => number))
  const gone = rows.filter(({ number, state }) => !numbers.has(number) && state !== 'dropping')
  return { active, added, gone: gone.map(({ number }) => number) }
}

/** Of those that a server knows, what the database has too. */
export function findActive(
  rows: readonly IndexRow[],
  parameters: readonly IndexedParameter[],
): (NumberedParameter & { readonly isComplete: boolean })[] {
  return [signature, ...parameters].flatMap((parameter) => {
    const row = rows.find((one) => isSame(one, parameter))
    return row === undefined
      ? []
      : [{ ...parameter, number: row.number, isComplete: row.state === 'complete' }]
  })
}

function isSame(row: IndexRow, { name, kind, fingerprint }: IndexedParameter): boolean {
  return (
    row.parameter === name && row.kind === kind && row.fingerprint === fingerprint && row.state !== 'dropping'
  )
}

/** Two servers with the same one make the same entries. */
export function toSignature(parameters: readonly NumberedParameter[]): string {
  const lines = parameters.map(
    ({ number, name, kind, fingerprint }) => `${number} ${kind} ${name} ${fingerprint}`,
  )
  return hashOf(lines.sort().join('\n'))
}
