/** Several plug-ins as one: accesses narrow each other, rules are known by type, listeners are heard in order. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Access, Decision, Operation } from '../../../src/engine/ports/access.ts'
import { fieldIs } from '../../../src/engine/ports/condition.ts'
import { combineAccess } from '../../../src/host/combine-access.ts'
import { createRules } from '../../../src/host/combine-rules.ts'
import { type SharedHost, startPlugins, stopPlugins } from '../../../src/host/start-plugins.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import type { Plugin, StartedPlugin } from '../../../src/plugin.ts'
import { request } from '../../support/engine-fixture.ts'
import { everybody } from '../../support/limited-access.ts'

const stop = async () => {}
const operation: Operation = { id: 'FhirRead', type: 'Note', query: [], request }
const deciding = (decision: Decision, explain?: Access['explain']): StartedPlugin => ({
  access: { decide: () => decision, ...(explain && { explain }) },
  stop,
})

describe('several accesses', () => {
  it('all have to allow, and what one narrows stays narrow', async () => {
    const rows = fieldIs('color', 'red')
    const some = deciding({ allowed: true, rows, hide: ['price'] })
    const other = deciding({ allowed: true, hide: ['tags'], readonly: ['title'] })
    const no: Decision = { allowed: false, reason: 'forbidden', message: 'no' }
    const decide = (...all: StartedPlugin[]) => combineAccess(all, false).decide(everybody, operation)
    assert.deepEqual(await decide(some, other), {
      allowed: true,
      rows,
      hide: ['price', 'tags'],
      readonly: ['title'],
    })
    assert.deepEqual(await decide(deciding({ allowed: true }), some), {
      allowed: true,
      rows,
      hide: ['price'],
    })
    assert.deepEqual(await decide(some, deciding(no), other), no)
  })

  it('are explained by the first that tells the caller anything', async () => {
    const silent = deciding({ allowed: true }, async () => null)
    const open = deciding({ allowed: true }, async () => ({ why: 'so' }))
    assert.deepEqual(await combineAccess([silent, open], false).explain?.(everybody, operation), {
      why: 'so',
    })
    assert.equal(await combineAccess([silent, silent], false).explain?.(everybody, operation), null)
    assert.equal(
      combineAccess([deciding({ allowed: true }), deciding({ allowed: true })], false).explain,
      undefined,
    )
  })
})

describe('rules and listeners', () => {
  it('are gathered by type, in the order of the plug-ins', () => {
    const [one, two, three] = [1, 2, 3].map(() => async () => [])
    assert.ok(one && two && three)
    const [first, second] = [async () => {}, async () => {}]
    const { rules, listeners, add } = createRules()
    const plugins: StartedPlugin[] = [
      { rules: { Note: one }, onWritten: first, stop },
      { stop },
      { rules: { Note: two, Account: three }, onWritten: second, stop },
    ]
    plugins.forEach(add)
    assert.deepEqual(
      [...rules],
      [
        ['Note', [one, two]],
        ['Account', [three]],
      ],
    )
    assert.deepEqual(listeners, [first, second])
  })
})

describe('starting', () => {
  it('leaves those before one that does not start to be stopped, in the opposite order, whatever they say to it', async () => {
    const order: string[] = []
    const plugin = (name: string, problem?: Error): Plugin => ({
      name,
      resources: [],
      async start() {
        if (problem !== undefined) throw problem
        return {
          async stop() {
            order.push(name)
            throw new Error('will not')
          },
        }
      },
    })
    const plugins = [plugin('a'), plugin('b'), plugin('c', new Error('broken'))]
    const started: StartedPlugin[] = []
    const config = { ofOwner: {}, readOwner: () => ({}) }
    const parts = { config, shared: {} as SharedHost, started, rules: createRules() }
    await assert.rejects(startPlugins(plugins, parts), /broken/)
    await stopPlugins(started, silentLog)
    assert.deepEqual(order, ['b', 'a'])
  })
})
