/** The commands of the README, run as they stand against the real process, with the answers that it shows. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { bePatient } from '../support/patience.ts'
import { startServer } from '../support/start-server.ts'
import { openTestDatabase } from '../support/test-database.ts'

await bePatient()

interface Step {
  readonly commands: string
  /** What the README shows; `…` stands for anything. */
  readonly answer: string
}

function readSteps(readme: string): Step[] {
  const walk = /<!-- walk[^>]*-->([\s\S]*?)<!-- \/walk -->/.exec(readme)?.[1] ?? ''
  const blocks = [...walk.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    language,
    text,
  }))
  const steps: Step[] = []
  for (let at = 0; at < blocks.length; at += 2) {
    assert.equal(blocks[at]?.language, 'sh', `block ${at} of the walk must be commands`)
    assert.notEqual(blocks[at + 1]?.language ?? 'sh', 'sh', `block ${at + 1} of the walk must be an answer`)
    steps.push({ commands: blocks[at]?.text ?? '', answer: blocks[at + 1]?.text ?? '' })
  }
  return steps
}

const mark = '--- end of step ---'

/** All steps in one shell, so that variables live on. */
function runSteps(steps: readonly Step[], url: string, rootSecret: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'firekeep-readme-'))
  const script = steps.map(({ commands }) => `${commands}\necho\necho '${mark}'\n`).join('')
  const result = spawnSync('bash', ['-eu', '-o', 'pipefail'], {
    cwd: folder,
    input: script.replaceAll('http://localhost:8080', url),
    env: { PATH: process.env.PATH, HOME: folder, ROOT_SECRET: rootSecret },
    encoding: 'utf8',
    timeout: 60_000,
  })
  rmSync(folder, { recursive: true })
  assert.equal(result.status, 0, `${result.stderr}\n${result.stdout}`)
  return result.stdout.split(`\n${mark}\n`).slice(0, -1)
}

function toPattern(answer: string, url: string): RegExp {
  const shown = answer
    .replaceAll('http://localhost:8080', url)
    .replaceAll('http%3A%2F%2Flocalhost%3A8080', encodeURIComponent(url))
    .trim()
  const literal = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('[\\s\\S]*')}$`)
}

describe('README', () => {
  it('takes a stranger to a token, a refusal and an answer', { timeout: 120_000 }, async () => {
    const steps = readSteps(readFileSync(new URL('../../README.md', import.meta.url), 'utf8'))
    assert.ok(steps.length >= 6, `only ${steps.length} steps`)
    const database = await openTestDatabase()
    const server = await startServer({ env: database.env })
    try {
      const outputs = runSteps(steps, server.url, server.rootSecret ?? '')
      assert.equal(outputs.length, steps.length)
      for (const [at, step] of steps.entries()) {
        assert.match((outputs[at] ?? '').trim(), toPattern(step.answer, server.url), step.commands)
      }
    } finally {
      await server.stop()
      await database.drop()
    }
  })
})
