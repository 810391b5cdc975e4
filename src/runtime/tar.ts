/** Unpacks the ustar archives that PGlite dumps (POSIX pax, ustar interchange format): files and folders, nothing else. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { gunzipSync } from 'node:zlib'

const blockBytes = 512
const decoder = new TextDecoder()

function text(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length)
  const end = field.indexOf(0)
  return decoder.decode(end === -1 ? field : field.subarray(0, end))
}

/** Where an entry goes; refuses to leave the folder. */
function target(folder: string, name: string): string {
  const path = join(folder, name)
  if (path !== folder && !path.startsWith(folder + sep))
    throw new Error(`archive entry leaves the folder: ${name}`)
  return path
}

/** Modes are PostgreSQL's own: it refuses a data folder that others can read. */
export function unpackTar(archive: Uint8Array, folder: string): void {
  const bytes = gunzipSync(archive)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (let offset = 0; offset + blockBytes <= bytes.length; ) {
    const header = bytes.subarray(offset, offset + blockBytes)
    const name = text(header, 0, 100)
    if (name === '') return
    const prefix = text(header, 345, 155)
    const size = Number.parseInt(text(header, 124, 12).trim() || '0', 8)
    const path = target(join(folder), prefix === '' ? name : `${prefix}/${name}`)
    const start = offset + blockBytes
    if (text(header, 156, 1) === '5') mkdirSync(path, { recursive: true, mode: 0o700 })
    else writeEntry(path, bytes.subarray(start, start + size))
    offset = start + Math.ceil(size / blockBytes) * blockBytes
  }
  chmodSync(folder, 0o700)
}

function writeEntry(path: string, content: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, content, { mode: 0o600 })
}
