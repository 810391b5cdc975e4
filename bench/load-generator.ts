/** The load generator's process, from the side of the run. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onOtherCores } from './cores.ts'
import type { LoadAnswer, LoadJob, LoadResult } from './load-job.ts'

export interface LoadGenerator {
  /** Rejects when a request failed or had another status than expected. */
  run(job: LoadJob): Promise<LoadResult>
  stop(): Promise<void>
}

export function startLoadGenerator(): LoadGenerator {
  const script = fileURLToPath(new URL('load.ts', import.meta.url))
  const [program = '', ...words] = [...onOtherCores, process.execPath, script]
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  const hasEnded = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async run(job) {
      child.stdin.write(`${JSON.stringify(job)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error('The load generator has ended')
      const answer = JSON.parse(value) as LoadAnswer
      if ('error' in answer) throw new Error(answer.error)
      return answer
    },
    async stop() {
      child.stdin.end()
      await hasEnded
    },
  }
}
