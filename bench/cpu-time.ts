/** CPU time of processes as the kernel accounts it (`/proc/<pid>/stat`, proc(5)). */
import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

interface ProcessStat {
  readonly parentPid: number
  /** Seconds in user and kernel mode, of all threads. */
  readonly ownSeconds: number
  /** The same of children that have ended and were waited for. */
  readonly endedChildrenSeconds: number
}

/** Undefined: there is no such process any more. */
function readStat(pid: number | string): ProcessStat | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return undefined
  }
  // The name, field 2, stands in brackets and may have spaces. Behind it comes field 3.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const field = (number: number) => Number(fields[number - 3])
  return {
    parentPid: field(4),
    ownSeconds: (field(14) + field(15)) / ticksPerSecond,
    endedChildrenSeconds: (field(16) + field(17)) / ticksPerSecond,
  }
}

/** Seconds. Throws when the process has ended. */
export function processSeconds(pid: number): number {
  const stat = readStat(pid)
  if (stat === undefined) throw new Error(`Process ${pid} has ended`)
  return stat.ownSeconds
}

/** Seconds of a process and of all children that it ever had: PostgreSQL has one for each connection. */
export function familySeconds(pid: number): number {
  const stat = readStat(pid)
  if (stat === undefined) throw new Error(`Process ${pid} has ended`)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readStat)
    .filter((child) => child?.parentPid === pid)
  const childSeconds = children.reduce((sum, child) => sum + (child?.ownSeconds ?? 0), 0)
  return stat.ownSeconds + stat.endedChildrenSeconds + childSeconds
}

/** Undefined when there is no process of this id here. */
export function parentOf(pid: number): number | undefined {
  return readStat(pid)?.parentPid
}
