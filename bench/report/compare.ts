/** How results differ from earlier ones, as ratios. */
import { medianOf, type Report, type Row } from './report.ts'
import type { Results } from './results-file.ts'
import type { Spread } from './spread.ts'

/** A table of the compared columns: now to then. Rows that there were not before say so. */
export function compareReport(report: Report, earlier: Results): string {
  const before = earlier.reports[report.title]
  if (before === undefined) return `Earlier results have nothing of ${report.title}.`
  const columns = report.columns.filter(({ isCompared }) => isCompared)
  const rows = report.rows.map((row): Row => {
    const was = before.rows.find(({ name }) => name === row.name)
    if (was === undefined) return { name: row.name, figures: {}, words: { [columns[0]?.key ?? '']: 'new' } }
    const cells = columns.map(({ key }) => [key, toCell(row.figures[key], was.figures[key])])
    return { name: row.name, figures: {}, words: Object.fromEntries(cells) }
  })
  const head = ['', ...columns.map(({ title }) => title)]
  const lines = [
    head,
    head.map(() => '---'),
    ...rows.map(({ name, words }) => [name, ...columns.map(({ key }) => words?.[key] ?? '')]),
  ]
  const since = `Now to then (${before.at.slice(0, 10)}, ${before.commit}${before.note === undefined ? '' : `: ${before.note}`}); × 2 is twice as much.`
  return `${since}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`
}

function toCell(now: Spread | number | undefined, then: Spread | number | undefined): string {
  if (now === undefined || then === undefined) return ''
  return `× ${(medianOf(now) / medianOf(then)).toFixed(2)}`
}
