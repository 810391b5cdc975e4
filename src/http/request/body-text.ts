/** Reads a body as text, counting while it comes, so that nobody can fill the memory. */
import { collectBytes } from '../../kernel/collect-bytes.ts'
import { AppError } from '../../kernel/errors.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Empty when there is no body. Throws AppError `too-large`, and `invalid` for what is not UTF-8. */
export async function readBodyText(request: Request, limitBytes: number): Promise<string> {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > limitBytes) throw tooLarge(limitBytes)
  const bytes = declared === null ? await collect(request, limitBytes) : await readAll(request)
  // The runtime holds a body to its Content-Length; this holds the runtime to it.
  if (bytes.byteLength > limitBytes) throw tooLarge(limitBytes)
  return decode(bytes)
}

async function readAll(request: Request): Promise<Uint8Array> {
  try {
    return new Uint8Array(await request.arrayBuffer())
  } catch (error) {
    throw interrupted(error)
  }
}

async function collect(request: Request, limitBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array()
  const stream = request.body as unknown as AsyncIterable<Uint8Array>
  try {
    return await collectBytes(stream, limitBytes, () => tooLarge(limitBytes))
  } catch (error) {
    throw error instanceof AppError ? error : interrupted(error)
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new AppError('invalid', 'bad-encoding', 'The body is not valid UTF-8')
  }
}

function tooLarge(limitBytes: number): AppError {
  return new AppError('too-large', 'body-too-large', `The body is larger than ${limitBytes} bytes`)
}

function interrupted(cause: unknown): AppError {
  return new AppError('invalid', 'body-interrupted', 'The body could not be read to its end', { cause })
}
