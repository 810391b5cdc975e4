/** Whether a statement costs as much after millions of them: plain reads through the product's own pool, in this process. */
import type { Database } from '../src/storage/database.ts'
import { runPrepared } from '../src/storage/run.ts'
import type { Column, Report } from './report/report.ts'
import { patientId, samplePatient } from './sample-patient.ts'

export interface SoakOptions {
  /** Of the report. */
  readonly title: string
  /** An empty one. It is closed at the end. */
  readonly database: Database
  /** More memory than this is too much, at any time. */
  readonly residentMb?: number
  readonly statements: number
  /** Statements under way at once. */
  readonly concurrency: number
}

export interface SoakResult {
  readonly report: Report
  /** The last tenth cost at most `limit` times the first, and memory stayed within its bound. */
  readonly isFlat: boolean
}

const limit = 1.1
const rowCount = 200
/** Not counted: the runtime compiles what is hot, and every connection prepares the statement. */
const warmUpStatements = 200_000
/** The cheapest slice of a tenth counts: whatever else the machine does only adds to the others. */
const slicesOfTenth = 10
const slices = 10 * slicesOfTenth
const readStatement = 'select id, resource::text as text from patient where id = $1'

export async function soakStatements(options: SoakOptions): Promise<SoakResult> {
  const { title, database, statements, concurrency, residentMb = Number.POSITIVE_INFINITY } = options
  const read = (number: number) => runPrepared(database.sql, readStatement, [patientId(number % rowCount)])
  try {
    await database.sql.unsafe('create table patient (id text primary key, resource jsonb not null)')
    for (let number = 0; number < rowCount; number++) {
      const row = [patientId(number), JSON.stringify(samplePatient(number))]
      await database.sql.unsafe('insert into patient values ($1, $2::text::jsonb)', row)
    }
    const marks = await run(read, { statements, concurrency })
    return toResult(title, marks, statements / slices, residentMb)
  } finally {
    await database.close()
  }
}

interface Mark {
  /** CPU time of this process so far. */
  readonly cpuUs: number
  readonly residentMb: number
}

/**
 * A mark before the first statement that counts, and one after each slice. The statements never pause in between: a pool
 * that comes to rest empties its queues.
 */
async function run(
  read: (number: number) => Promise<unknown>,
  { statements, concurrency }: Pick<SoakOptions, 'statements' | 'concurrency'>,
): Promise<Mark[]> {
  const marks: Mark[] = []
  const slice = statements / slices
  let next = -warmUpStatements
  const work = async () => {
    while (next < statements) {
      if (next >= marks.length * slice) marks.push(mark())
      await read(next++ + warmUpStatements)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return [...marks, mark()]
}

function mark(): Mark {
  const { user, system } = process.cpuUsage()
  return { cpuUs: user + system, residentMb: process.memoryUsage.rss() / 1e6 }
}

const columns: readonly Column[] = [
  { key: 'server', title: 'CPU µs a statement', digits: 1, isCompared: true },
  { key: 'resident', title: 'resident MB' },
]

function toResult(title: string, marks: readonly Mark[], slice: number, residentMb: number): SoakResult {
  const costs = marks
    .slice(1)
    .map(({ cpuUs }, index) => (cpuUs - (marks[index]?.cpuUs ?? Number.NaN)) / slice)
  const rows = Array.from({ length: 10 }, (_, tenth) => ({
    name: `tenth ${tenth + 1}`,
    figures: {
      server: Math.min(...costs.slice(tenth * slicesOfTenth, (tenth + 1) * slicesOfTenth)),
      resident: marks[(tenth + 1) * slicesOfTenth]?.residentMb ?? Number.NaN,
    },
  }))
  const ratio = (rows[9]?.figures.server ?? Number.NaN) / (rows[0]?.figures.server ?? Number.NaN)
  const mostMb = Math.max(...marks.map((one) => one.residentMb))
  const isFlat = ratio <= limit && mostMb <= residentMb
  const memory = residentMb === Number.POSITIVE_INFINITY ? '' : ` and ≤ ${residentMb} MB`
  const found = `last to first: ${ratio.toFixed(2)}, at most ${mostMb.toFixed(0)} MB`
  const notes = [`${found}; aim ≤ ${limit}${memory}: ${isFlat ? 'met' : 'missed'}`]
  return { report: { title, columns, rows, notes }, isFlat }
}
