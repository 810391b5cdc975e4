/** Keeps a second process out of a data folder by a file that names its holder; a dead holder's file is taken over. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { AppError, codeOf } from '../kernel/errors.ts'
import type { FolderLock } from '../storage/storage-runtime.ts'

const fileName = 'server.lock'

/** Tells this process from an earlier one with the same number, which containers have often. */
const instance = crypto.randomUUID()

interface Holder {
  readonly pid: number
  readonly startedAt: string
  readonly instance: string
}

interface Process {
  /** As Linux counts it; '' elsewhere. */
  readonly startedAt: string
  /** It has ended, and only its parent has not taken notice: it holds nothing any more. */
  readonly isZombie: boolean
}

/** proc(5), /proc/pid/stat: field 3 is the state, field 22 the start. */
function lookUp(pid: number): Process {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { startedAt: fields[19] ?? '', isZombie: fields[0] === 'Z' || fields[0] === 'X' }
  } catch {
    return { startedAt: '', isZombie: false }
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.pid === process.pid) return holder.instance === instance
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
  }
  // Where start times cannot be read (not Linux, a Deno without the right to read /proc) the number alone decides.
  const { startedAt: now, isZombie } = lookUp(holder.pid)
  if (isZombie) return false
  return holder.startedAt === '' || now === '' || holder.startedAt === now
}

function readHolder(path: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder
    return Number.isSafeInteger(holder.pid) && holder.pid > 0 ? holder : null
  } catch {
    return null
  }
}

/** Appears with its content in one step, so that nobody reads half a holder. */
function tryCreate(path: string, content: string): boolean {
  const draft = `${path}.${crypto.randomUUID()}`
  try {
    writeFileSync(draft, content, { mode: 0o600 })
    linkSync(draft, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw codeOf(error) === 'ENOSPC' ? diskFull(path) : error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Moves a dead holder's file away. Two may try: who moved a living one's file by mistake puts it back. */
function clearStale(path: string): void {
  const aside = `${path}.${crypto.randomUUID()}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  if (moved !== null && isAlive(moved)) renameSync(aside, path)
  else rmSync(aside, { force: true })
}

/** Holds the folder, which is made when missing. Throws AppError `data-folder-in-use` with the holder's pid. */
export function lockFolder(folder: string): FolderLock {
  makeFolder(folder)
  const path = join(folder, fileName)
  const content = JSON.stringify({ pid: process.pid, startedAt: lookUp(process.pid).startedAt, instance })
  for (let attempt = 0; attempt < 3; attempt++) {
    if (tryCreate(path, content)) return { release: () => rmSync(path, { force: true }) }
    const holder = readHolder(path)
    if (holder !== null && isAlive(holder)) throw inUse(folder, holder.pid)
    clearStale(path)
  }
  throw inUse(folder, readHolder(path)?.pid)
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    const code = codeOf(error)
    const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'there is a file of that name' : String(code)
    throw new AppError(
      'conflict',
      'data-folder-unusable',
      `The data folder ${folder} cannot be made: ${reason}. Choose another DATA_DIR.`,
    )
  }
}

function diskFull(path: string): AppError {
  const message = `The disk of ${path} has no room left: make some and start again.`
  return new AppError('conflict', 'data-folder-unusable', message)
}

function inUse(folder: string, pid: number | undefined): AppError {
  const who = pid === undefined ? 'another process' : `the process ${pid}`
  return new AppError(
    'conflict',
    'data-folder-in-use',
    `The data folder ${folder} is in use by ${who}. The embedded database serves one process: stop that one, choose another DATA_DIR, or use PostgreSQL (DATABASE_URL).`,
  )
}
