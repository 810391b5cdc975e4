/** A Bundle as JSON text: what the store has is joined as it is, and read only where something of it is secret or hidden. */

import type { JsonObject } from '../kernel/json.ts'
import { pause } from '../kernel/pause.ts'
import { toAnswerText, type View } from './answers.ts'
import type { Version } from './ports/store.ts'

export interface BundleEntry {
  /** What stands before the resource and after it. */
  readonly before: JsonObject
  /** Undefined: the entry has no resource. */
  readonly version?: Version
  readonly after: JsonObject
}

const sliceMs = 5

/** `head`: the members before `entry`. Others go on in between. */
export async function toBundleText(
  head: JsonObject,
  entries: readonly BundleEntry[],
  view: View,
): Promise<string> {
  const texts: string[] = []
  let since = performance.now()
  for (const entry of entries) {
    texts.push(toEntryText(entry, view))
    if (performance.now() - since < sliceMs) continue
    await pause()
    since = performance.now()
  }
  const open = JSON.stringify(head).slice(0, -1)
  return texts.length === 0 ? `${open}}` : `${open},"entry":[${texts.join(',')}]}`
}

function toEntryText({ before, version, after }: BundleEntry, view: View): string {
  const resource = version === undefined ? '' : `,"resource":${toAnswerText(view, version)}`
  return `${JSON.stringify(before).slice(0, -1)}${resource},${JSON.stringify(after).slice(1)}`
}
