/** Compression beside the thread that answers. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const toGzip = promisify(gzip)
const toBrotli = promisify(brotliCompress)

/** Quick rather than small: every answer is made anew. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

export async function compress(text: string, coding: 'br' | 'gzip'): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = coding === 'br' ? await toBrotli(text, brotliOptions) : await toGzip(text)
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength)
}
