/** What a command found out: rows of figures, and words about them. */
import type { Spread } from './spread.ts'

export interface Column {
  /** Of the figure, or of the words. */
  readonly key: string
  readonly title: string
  /** Behind the point. */
  readonly digits?: number
  /** A comparison with earlier results looks at it. */
  readonly isCompared?: boolean
}

export interface Row {
  readonly name: string
  readonly figures: Readonly<Record<string, Spread | number>>
  readonly words?: Readonly<Record<string, string>>
}

export interface Report {
  /** Also the key of its results in a file. */
  readonly title: string
  /** Those without a single cell are left out of the table. */
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Below the table. */
  readonly notes?: readonly string[]
}

/** As a Markdown table: medians, with the smallest and the largest. */
export function toTable({ title, columns, rows, notes = [] }: Report): string {
  const shown = columns.filter((column) => rows.some((row) => cellOf(row, column) !== ''))
  const head = [title, ...shown.map((column) => column.title)]
  const lines = [
    head,
    head.map(() => '---'),
    ...rows.map((row) => [row.name, ...shown.map((column) => cellOf(row, column))]),
  ]
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  return [table, ...notes].join('\n\n')
}

function cellOf({ figures, words }: Row, { key, digits = 0 }: Column): string {
  const figure = figures[key]
  if (figure === undefined) return words?.[key] ?? ''
  if (typeof figure === 'number') return figure.toFixed(digits)
  const { median, smallest, largest } = figure
  if (smallest === largest) return median.toFixed(digits)
  return `${median.toFixed(digits)} (${smallest.toFixed(digits)}–${largest.toFixed(digits)})`
}

export function medianOf(figure: Spread | number): number {
  return typeof figure === 'number' ? figure : figure.median
}
