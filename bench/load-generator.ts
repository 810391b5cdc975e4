/** The load generator's process, from the side of the run. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { LoadAnswer, LoadJob } from './load-job.ts'

export interface LoadGenerator {
  /** Seconds that the job took. Rejects when a request failed or had another status than expected. */
  run(job: LoadJob): Promise<number>
  stop(): Promise<void>
}

export function startLoadGenerator(): LoadGenerator {
  const script = fileURLToPath(new URL('load.ts', import.meta.url))
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const hasEnded = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async run(job) {
      child.stdin.write(`${JSON.stringify(job)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error('The load generator has ended')
      const answer = JSON.parse(value) as LoadAnswer
      if ('error' in answer) throw new Error(answer.error)
      return answer.seconds
    },
    async stop() {
      child.stdin.end()
      await hasEnded
    },
  }
}
