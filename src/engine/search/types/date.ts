/** Dates, moments and periods (https://hl7.org/fhir/R4/search.html#date): spans of time are compared with a span. */
import type { Operator, Test } from '../../ports/condition.ts'
import { parseSpan, type Span, toSpan } from '../moment.ts'
import { all, any, parameterType } from '../parameter-type.ts'
import { type Prefix, splitPrefix } from '../prefix.ts'

export interface DateValue extends Span {
  readonly prefix: Prefix
}

/** `ap`: how much of the time between now and the date is taken for near (search.html#prefix). */
const nearPart = 0.1

export const date = parameterType({
  examples: '2024, 2024-03-14 or ge2024-03-14T10:00:00Z',
  parse: (text, { now }) => parseDateValue(text, now),
  test: dateTest,
  match: (value) => ({ isExact: true, of: { kind: 'spans', test: dateTest(value) } }),
  kind: 'span',
  version: 1,
  addEntries({ value }, sink) {
    const span = toSpan(value)
    if (span !== undefined) sink.span(span.start, span.end)
  },
})

export function parseDateValue(text: string, now: number): DateValue | null {
  const { prefix, rest } = splitPrefix(text)
  const span = parseSpan(rest)
  if (span === null) return null
  const margin = prefix === 'ap' ? Math.round(Math.abs(now - span.start) * nearPart) : 0
  return { prefix, start: span.start - margin, end: span.end + margin }
}

export function dateTest({ prefix, start, end }: DateValue): Test {
  const isWithin = all(bound('start', '>=', start), bound('end', '<=', end))
  const isPartlyAfter = bound('end', '>', end)
  const isPartlyBefore = bound('start', '<', start)
  const tests: Readonly<Record<Prefix, Test>> = {
    eq: isWithin,
    ne: any(isPartlyBefore, isPartlyAfter),
    gt: isPartlyAfter,
    lt: isPartlyBefore,
    ge: any(isPartlyAfter, isWithin),
    le: any(isPartlyBefore, isWithin),
    sa: bound('start', '>=', end),
    eb: bound('end', '<=', start),
    ap: all(bound('start', '<', end), bound('end', '>', start)),
  }
  return tests[prefix]
}

function bound(which: 'start' | 'end', operator: Operator, time: number): Test {
  return { kind: 'bound', bound: which, operator, time }
}
