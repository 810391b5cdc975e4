/** Tests of spans and numbers as ranges of the index: one of them holds where the test holds, and nowhere else. */
import type { Test } from '../../engine/ports/condition.ts'

type Bound = Extract<Test, { kind: 'bound' | 'number' }>
/** All of these hold. */
export type Box = readonly Bound[]

const mostBoxes = 16

/** Null: there are too many. */
export function toBoxes(test: Test): readonly Box[] | null {
  if (test.kind === 'bound' || test.kind === 'number') return [[test]]
  if (test.kind !== 'all' && test.kind !== 'any') return null
  const parts = test.of.map(toBoxes)
  if (!parts.every((part) => part !== null)) return null
  const boxes =
    test.kind === 'any'
      ? parts.flat()
      : parts.reduce((all, part) => all.flatMap((one) => part.map((other) => [...one, ...other])), [[]])
  return boxes.length > mostBoxes ? null : boxes
}

/**
 * A span is not empty: what is said of its end bounds its start, and the other way round, so that a range of the index has
 * two ends where that is known.
 */
export function withBothEnds(box: Box): Box {
  return box.flatMap((one): Box => {
    if (one.kind !== 'bound') return [one]
    if (one.bound === 'end' && (one.operator === '<' || one.operator === '<='))
      return [one, { ...one, bound: 'start', operator: '<' }]
    if (one.bound === 'start' && (one.operator === '>' || one.operator === '>='))
      return [one, { ...one, bound: 'end', operator: '>' }]
    return [one]
  })
}
