/**
 * Large answers on their way: written as their reader takes them, so many bytes at once, and not for ever to one who does
 * not read.
 */
import { AppError } from '../../kernel/errors.ts'

/** From this length of the text on. */
export const largeAnswerLength = 1024 * 1024

/** Of all that are open; one is open always, however large it is. */
const roomBytes = 32 * 1024 * 1024
/** Of one caller, so that one who does not read leaves room. */
const roomOfOne = 17 * 1024 * 1024
/** Without a byte taken. */
const stalledMs = 30_000
const chunkLength = 64 * 1024
const retryAfterSeconds = 5
/** Refused texts that have been read in vain: so many, and the runtime is told that they are garbage. */
const garbageLength = 16 * 1024 * 1024

export interface OpenAnswers {
  /** The text as it is read. Throws AppError `answers-unread` when too many are open. */
  readonly open: (asker: string, text: string) => ReadableStream<Uint8Array>
}

/** `collectGarbage`: where the runtime would keep the memory of refused answers long after they are gone. */
export function createOpenAnswers(collectGarbage: () => void = () => {}): OpenAnswers {
  const held = new Map<string, number>()
  let total = 0
  let refused = 0
  const refuse = (bytes: number, category: 'too-many' | 'transient'): AppError => {
    refused += bytes
    if (refused > garbageLength) {
      refused = 0
      collectGarbage()
    }
    return unread(category)
  }
  const hold = (asker: string, bytes: number): (() => void) => {
    const own = held.get(asker) ?? 0
    if (own > 0 && own + bytes > roomOfOne) throw refuse(bytes, 'too-many')
    if (total > 0 && total + bytes > roomBytes) throw refuse(bytes, 'transient')
    total += bytes
    held.set(asker, own + bytes)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      total -= bytes
      const left = (held.get(asker) ?? bytes) - bytes
      if (left > 0) held.set(asker, left)
      else held.delete(asker)
    }
  }
  return { open: (asker, text) => toStream(text, hold(asker, text.length)) }
}

function toStream(whole: string, release: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let text = whole
  let start = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = () => {
    clearTimeout(timer)
    text = ''
    release()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        timer = setTimeout(() => stop(controller), stalledMs)
      },
      pull(controller) {
        clearTimeout(timer)
        const next = endOfChunk(text, start)
        controller.enqueue(encoder.encode(text.slice(start, next)))
        start = next
        if (start < text.length) {
          timer = setTimeout(() => stop(controller), stalledMs)
          return
        }
        controller.close()
        end()
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
  function stop(controller: ReadableStreamDefaultController<Uint8Array>): void {
    controller.error(new Error('the answer is not read'))
    end()
  }
}

/** Not between the halves of a surrogate pair. */
function endOfChunk(text: string, start: number): number {
  const end = Math.min(start + chunkLength, text.length)
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last < 0xdc00 && end < text.length ? end + 1 : end
}

function unread(category: 'too-many' | 'transient'): AppError {
  const whose = category === 'too-many' ? 'of yours ' : ''
  const message = `Too many large answers ${whose}are on their way. Read them, or ask for smaller ones, such as with _count`
  return new AppError(category, 'answers-unread', message, { retryAfterSeconds })
}
