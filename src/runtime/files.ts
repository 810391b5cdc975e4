/** Files and folders of the operator: schemas, bundles, generated keys. */

import { statSync } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { codeOf } from '../kernel/errors.ts'

/** What is at the path; null when nothing is. */
export async function kindOfPath(path: string): Promise<'file' | 'folder' | null> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (!found) return null
  return found.isDirectory() ? 'folder' : 'file'
}

/** As `kindOfPath`, at once; null also for what cannot be looked at. */
export function kindOfPathNow(path: string): 'file' | 'folder' | null {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return null
  }
}

export function readTextFile(path: string): Promise<string> {
  return readFile(path, 'utf8')
}

export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path))
}

/** Paths of the files directly in a folder, sorted by name; names that begin with a dot are left out. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort()
}

/** The exports of a TypeScript or JavaScript module; a relative path is taken from the working folder. */
export async function importModule(path: string): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>
}

/**
 * The text of a file that only its owner may read; made from `create` when it is missing. Of several processes that do
 * this at once, all get the text of one: the file appears complete or not at all.
 */
export async function readOrCreatePrivateFile(path: string, create: () => string): Promise<string> {
  if ((await kindOfPath(path)) === 'file') return readTextFile(path)
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  const draft = `${path}.${crypto.randomUUID()}`
  await writeFile(draft, create(), { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readTextFile(path)
}

/** A file that only its owner may read, in place of one that is there; folders are made. Returns its full path. */
export async function writePrivateFile(path: string, text: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  const draft = `${path}.${crypto.randomUUID()}`
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
  await rename(draft, path)
  return resolve(path)
}

/** A new folder of the system's temporary ones that only its owner may enter. */
export function makePrivateFolder(prefix: string): Promise<string> {
  return mkdtemp(join(tmpdir(), prefix))
}
