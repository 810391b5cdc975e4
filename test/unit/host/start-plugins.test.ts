/** Several plug-ins as one: accesses narrow each other, rules are known by type, listeners are heard in order. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Access, Decision, Operation } from '../../../src/engine/ports/access.ts'
import { fieldIs } from '../../../src/engine/ports/condition.ts'
import { combineAccess, combineRules, startPlugins, stopPlugins } from '../../../src/host/start-plugins.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import type { Plugin, PluginHost, StartedPlugin } from '../../../src/plugin.ts'
import { request } from '../../support/engine-fixture.ts'
import { everybody } from '../../support/limited-access.ts'

const stop = async () => {}
const operation: Operation = { id: 'FhirRead', type: 'Note', query: [], request }
const deciding = (decision: Decision, explain?: Access['explain']): StartedPlugin => ({
  access: { decide: () => decision, ...(explain && { explain }) },
  stop,
})

describe('several accesses', () => {
  it('are none when no plug-in decides, and the one when one does', () => {
    const only = deciding({ allowed: true })
    assert.equal(combineAccess([{ stop }]), undefined)
    assert.equal(combineAccess([{ stop }, only]), only.access)
  })

  it('all have to allow, and what one narrows stays narrow', async () => {
    const rows = fieldIs('color', 'red')
    const some = deciding({ allowed: true, rows, hide: ['price'] })
    const other = deciding({ allowed: true, hide: ['tags'], readonly: ['title'] })
    const no: Decision = { allowed: false, reason: 'forbidden', message: 'no' }
    const decide = (...all: StartedPlugin[]) => combineAccess(all)?.decide(everybody, operation)
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
    assert.deepEqual(await combineAccess([silent, open])?.explain?.(everybody, operation), { why: 'so' })
    assert.equal(await combineAccess([silent, silent])?.explain?.(everybody, operation), null)
    assert.equal(
      combineAccess([deciding({ allowed: true }), deciding({ allowed: true })])?.explain,
      undefined,
    )
  })
})

describe('rules and listeners', () => {
  it('are gathered by type, in the order of the plug-ins', () => {
    const [one, two, three] = [1, 2, 3].map(() => async () => [])
    assert.ok(one && two && three)
    const [first, second] = [async () => {}, async () => {}]
    const { rules, listeners } = combineRules([
      { rules: { Note: one }, onWritten: first, stop },
      { stop },
      { rules: { Note: two, Account: three }, onWritten: second, stop },
    ])
    assert.deepEqual(
      [...(rules ?? [])],
      [
        ['Note', [one, two]],
        ['Account', [three]],
      ],
    )
    assert.deepEqual(listeners, [first, second])
  })
})

describe('starting', () => {
  it('stops those before one that does not start, in the opposite order, whatever they say to it', async () => {
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
    const host: Pick<PluginHost, 'log'> = { log: silentLog }
    const plugins = [plugin('a'), plugin('b'), plugin('c', new Error('broken'))]
    await assert.rejects(startPlugins(plugins, host as PluginHost), /broken/)
    assert.deepEqual(order, ['b', 'a'])
    await stopPlugins([], silentLog)
  })
})
