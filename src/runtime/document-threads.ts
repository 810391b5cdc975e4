/** Threads for large documents: started at the first need, one work each at a time, ended when one takes too long. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { DocumentResult, DocumentWork } from '../formats/document-work.ts'
import { createLargeDocuments, type LargeChecks, type LargeDocuments } from '../formats/large-documents.ts'
import { AppError } from '../kernel/errors.ts'

export interface DocumentThreads extends LargeDocuments, LargeChecks {
  close(): Promise<void>
}

/** For a document of 8 MiB on a slow machine. */
const longestMs = 30_000

/** One processor is for the thread that answers. */
const most = Math.max(1, Math.min(2, availableParallelism() - 1))

export function createDocumentThreads(limitMs = longestMs): DocumentThreads {
  const idle: Worker[] = []
  const all = new Set<Worker>()
  const end = async (worker: Worker): Promise<void> => {
    all.delete(worker)
    await worker.terminate()
  }
  const start = (): Worker => {
    const worker = new Worker(new URL('./document-worker.ts', import.meta.url))
    // It does not keep the process alive.
    worker.unref()
    all.add(worker)
    return worker
  }
  const run = async (work: DocumentWork): Promise<DocumentResult> => {
    const worker = idle.pop() ?? start()
    try {
      const result = await ask(worker, work, limitMs)
      idle.push(worker)
      return result
    } catch (error) {
      void end(worker)
      throw error
    }
  }
  return {
    ...createLargeDocuments(run, most),
    async close() {
      await Promise.all([...all].map(end))
    },
  }
}

function ask(worker: Worker, work: DocumentWork, limitMs: number): Promise<DocumentResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(tooCostly())), limitMs)
    const settle = (done: () => void): void => {
      clearTimeout(timer)
      worker.removeAllListeners('message')
      worker.removeAllListeners('error')
      worker.removeAllListeners('exit')
      done()
    }
    worker.once('message', (result: DocumentResult) => settle(() => resolve(result)))
    worker.once('error', (error) => settle(() => reject(error)))
    worker.once('exit', () => settle(() => reject(closed())))
    worker.postMessage(work)
  })
}

function tooCostly(): AppError {
  const message =
    'The document takes too long to be read, checked or written; send it in parts, or ask for a smaller _count'
  return new AppError('invalid', 'document-too-costly', message, {
    issues: [{ code: 'too-costly', message }],
  })
}

function closed(): AppError {
  return new AppError('transient', 'busy', 'The server is stopping', { retryAfterSeconds: 5 })
}
