import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLog, type LogOptions } from '../../../src/runtime/log.ts'

function capture(options: Pick<LogOptions, 'format'> & Partial<LogOptions>) {
  const lines: string[] = []
  const log = createLog({
    level: 'info',
    clock: { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) },
    colours: false,
    write: (line) => lines.push(line),
    ...options,
  })
  return { log, lines }
}

describe('createLog', () => {
  it('writes JSON lines', () => {
    const { log, lines } = capture({ format: 'json' })
    log.info('started', { port: 8080, time: 'x' })
    assert.deepEqual(lines, [
      '{"time":"2026-01-02T03:04:05.006Z","level":"info","message":"started","port":8080}\n',
    ])
  })

  it('writes lines for people', () => {
    const { log, lines } = capture({ format: 'pretty' })
    log.warn('slow', { path: '/a', reason: 'no idea', nothing: undefined })
    assert.deepEqual(lines, ['03:04:05.006 warn  slow path=/a reason="no idea"\n'])
  })

  it('leaves out what is less important than the level', () => {
    const { log, lines } = capture({ format: 'json', level: 'warn' })
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
    assert.equal(lines.length, 2)
  })

  for (const format of ['pretty', 'json'] as const) {
    it(`keeps ${format} events on one line and without control characters`, () => {
      const { log, lines } = capture({ format })
      log.info('a\nb\u001b[31m', { text: 'c\r\nd\u009b31m\u2028e' })
      assert.equal(lines.length, 1)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      assert.doesNotMatch(lines[0]?.slice(0, -1) ?? '', /[\u0000-\u001f\u007f-\u009f\u2028]/)
    })

    it(`survives fields that are not JSON in ${format}`, () => {
      const { log, lines } = capture({ format })
      const circle: Record<string, unknown> = {}
      circle.self = circle
      log.error('bad', { circle, big: 1n, error: new Error('why', { cause: new TypeError('deep') }) })
      assert.match(lines[0] ?? '', /bad.*not printable.*why.*deep/)
    })
  }
})
