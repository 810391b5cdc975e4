/** CPU time of processes and of their threads as the kernel accounts it (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** Seconds of CPU time. */
export interface ThreadSeconds {
  /** The thread that runs JavaScript. */
  readonly main: number
  /** Threads that compile it. V8 has one kind of helper for compiling and collecting, which is counted here. */
  readonly jit: number
  /** Threads of the garbage collector and of the allocator. */
  readonly collector: number
  /** Pools for files, name look-ups, hashes, and so on. */
  readonly other: number
}

export type ThreadKind = keyof ThreadSeconds

export const threadKinds: readonly ThreadKind[] = ['main', 'jit', 'collector', 'other']

/** By the names that JavaScriptCore and V8 give their threads, of which the kernel keeps 15 characters. */
const helperNames: readonly (readonly [kind: ThreadKind, name: RegExp])[] = [
  ['jit', /jit|jscwarm|^v8 /i],
  ['collector', /heap|collect|scaveng|^gc/i],
]

/** What was taken of a process at one moment, by thread. */
export type ThreadTimes = ReadonlyMap<number, { readonly kind: ThreadKind; readonly seconds: number }>

/** Throws when the process has ended. */
export function readThreads(pid: number): ThreadTimes {
  const threads = new Map<number, { kind: ThreadKind; seconds: number }>()
  for (const name of namesIn(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${name}`
    const stat = readStat(folder)
    if (stat === undefined) continue
    const kind =
      Number(name) === pid ? 'main' : (helperNames.find(([, is]) => is.test(stat.name))?.[0] ?? 'other')
    threads.set(Number(name), { kind, seconds: readScheduledSeconds(folder) ?? stat.ownSeconds })
  }
  if (threads.size === 0) throw new Error(`Process ${pid} has ended`)
  return threads
}

/** What the threads did in between. What a thread did that has ended meanwhile is not known. */
export function secondsBetween(before: ThreadTimes, after: ThreadTimes): ThreadSeconds {
  const sums = { main: 0, jit: 0, collector: 0, other: 0 }
  for (const [id, { kind, seconds }] of after) sums[kind] += seconds - (before.get(id)?.seconds ?? 0)
  return sums
}

interface Stat {
  readonly name: string
  readonly parentPid: number
  /** Seconds in user and kernel mode, of all threads of a process, or of the one. */
  readonly ownSeconds: number
  /** The same of children that have ended and were waited for. */
  readonly endedChildrenSeconds: number
}

/** Undefined: there is no such process or thread any more. */
function readStat(folder: string): Stat | undefined {
  const text = readText(`${folder}/stat`)
  if (text === undefined) return undefined
  // The name, field 2, stands in brackets and may have spaces. Behind it comes field 3.
  const end = text.lastIndexOf(')')
  const fields = text.slice(end + 2).split(' ')
  const field = (number: number) => Number(fields[number - 3])
  return {
    name: text.slice(text.indexOf('(') + 1, end),
    parentPid: field(4),
    ownSeconds: (field(14) + field(15)) / ticksPerSecond,
    endedChildrenSeconds: (field(16) + field(17)) / ticksPerSecond,
  }
}

/** In nanoseconds where the kernel keeps them: ticks are 10 ms. Of one thread, also where the folder is a process's. */
function readScheduledSeconds(folder: string): number | undefined {
  const nanoseconds = readText(`${folder}/schedstat`)?.split(' ')[0]
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e9
}

/** Seconds of a process and of all children that it ever had, none of which has threads: PostgreSQL has one for each connection. */
export function familySeconds(pid: number): number {
  const own = readStat(`/proc/${pid}`)
  if (own === undefined) throw new Error(`Process ${pid} has ended`)
  let seconds = own.endedChildrenSeconds
  for (const name of namesIn('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(`/proc/${name}`) : undefined
    if (stat === undefined || (stat.parentPid !== pid && name !== String(pid))) continue
    seconds += readScheduledSeconds(`/proc/${name}`) ?? stat.ownSeconds
  }
  return seconds
}

/** Undefined when there is no process of this id here. */
export function parentOf(pid: number): number | undefined {
  return readStat(`/proc/${pid}`)?.parentPid
}

/** Megabytes (10⁶ bytes) of memory that are resident. Throws when the process has ended. */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`) ?? '')?.[1]
  if (kilobytes === undefined) throw new Error(`Process ${pid} has ended`)
  return (Number(kilobytes) * 1024) / 1e6
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
