/** Compression: of a small text at once, of a large one beside the thread that answers. */
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'
import { runtimeName } from './process.ts'

type Bytes = Uint8Array<ArrayBuffer>

const toGzip = promisify(gzip)
const toBrotli = promisify(brotliCompress)

/** Below this the way to another thread and back costs more than the work. */
const largeLength = 16 * 1024

/** Quick rather than small: every answer is made anew. */
const withQuality = (quality: number) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
const [quickBrotli, usualBrotli] = [withQuality(1), withQuality(4)]

export function compress(text: string, coding: 'br' | 'gzip'): Bytes | Promise<Bytes> {
  if (text.length >= largeLength) return compressBeside(text, coding)
  if (coding === 'br') return toPlainBytes(brotliCompressSync(text, quickBrotli))
  // On Bun libdeflate is twice as quick as zlib, and packs better.
  if (runtimeName === 'bun') return Bun.gzipSync(text, { library: 'libdeflate', level: 1 })
  return toPlainBytes(gzipSync(text, { level: 1 }))
}

async function compressBeside(text: string, coding: 'br' | 'gzip'): Promise<Bytes> {
  return toPlainBytes(coding === 'br' ? await toBrotli(text, usualBrotli) : await toGzip(text))
}

function toPlainBytes(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength)
}
