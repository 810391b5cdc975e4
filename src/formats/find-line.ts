/** Where a value of a document stands in its text: for mistakes that are found after parsing. For YAML, and so for JSON. */
import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml'
import { maximumDepth } from './json-scan.ts'
import { lineOf } from './text-position.ts'

/**
 * The line, from 1, of what lies at the path or of the nearest thing around it; undefined for a text that cannot be read.
 * `path`: names and positions from the root down.
 */
export function findLine(text: string, path: readonly (string | number)[]): number | undefined {
  try {
    const events = parseEvents(text, { maxDepth: maximumDepth + 2 })
    return lineOf(text, follow(text, events, path))
  } catch {
    return undefined
  }
}

function follow(text: string, events: readonly Event[], path: readonly (string | number)[]): number {
  let at = 1 // After the event of the document.
  let index = 0
  for (const step of path) {
    const found = findMember(text, events, at, step)
    if (found === undefined) break
    at = found.value
    index = found.index
  }
  return index
}

/** The first event of a member's value, and where the member begins in the text. */
function findMember(text: string, events: readonly Event[], at: number, step: string | number) {
  const holder = events[at]
  const isMapping = holder?.type === EVENT_ID.MAPPING
  if (!isMapping && holder?.type !== EVENT_ID.SEQUENCE) return undefined
  let position = 0
  for (let next = at + 1; next < events.length && events[next]?.type !== EVENT_ID.POP; position += 1) {
    const value = isMapping ? skip(events, next) : next
    const name = isMapping ? nameOf(text, events[next]) : position
    if (name === step) return { value, index: startOf(events[next]) }
    next = skip(events, value)
  }
  return undefined
}

function nameOf(text: string, event: Event | undefined): string | undefined {
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : undefined
}

function startOf(event: Event | undefined): number {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart
  return event !== undefined && 'start' in event ? event.start : 0
}

/** The event after a value. */
function skip(events: readonly Event[], at: number): number {
  let depth = 0
  for (let next = at; next < events.length; next += 1) {
    const type = events[next]?.type
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth += 1
    if (type === EVENT_ID.POP) depth -= 1
    if (depth === 0) return next + 1
  }
  return events.length
}
