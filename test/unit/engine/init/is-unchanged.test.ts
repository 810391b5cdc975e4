import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isUnchanged } from '../../../../src/engine/init/is-unchanged.ts'
import { parseJson } from '../../../../src/formats/json-text.ts'
import type { JsonObject } from '../../../../src/kernel/json.ts'

const secrets = {
  hash: async (plain: string) => `hash of ${plain}`,
  verify: async (hash: string, plain: string) => hash === `hash of ${plain}`,
}
const type = { secretPaths: [['secret']] }

describe('isUnchanged', () => {
  const cases: [what: string, wanted: string, stored: string, expected: boolean][] = [
    ['the same', '{"a":1}', '{"a":1}', true],
    ['another value', '{"a":1}', '{"a":2}', false],
    ['another order of names', '{"a":1,"b":{"c":1,"d":2}}', '{"b":{"d":2,"c":1},"a":1}', true],
    ['another order of a list', '{"a":[1,2]}', '{"a":[2,1]}', false],
    ['a field less', '{"a":1}', '{"a":1,"b":1}', false],
    [
      'meta of the server',
      '{"a":1}',
      '{"a":1,"meta":{"versionId":"7","lastUpdated":"x","createdAt":"y"}}',
      true,
    ],
    ['a tag more', '{"meta":{"tag":[{"code":"x"}]}}', '{"meta":{"versionId":"7"}}', false],
    ['other digits', '{"a":1.0}', '{"a":1.00}', false],
    ['an object for a list of pairs', '{"a":{"b":1}}', '{"a":[["b",1]]}', false],
    ['the same secret', '{"secret":"s"}', '{"secret":"hash of s"}', true],
    ['another secret', '{"secret":"t"}', '{"secret":"hash of s"}', false],
    ['a secret that is left out', '{"a":1}', '{"a":1,"secret":"hash of s"}', true],
    ['a secret to remove', '{"secret":null}', '{"secret":"hash of s"}', false],
    ['a new secret', '{"secret":"s"}', '{}', false],
  ]
  for (const [what, wanted, stored, expected] of cases) {
    it(`${what}: ${expected}`, async () => {
      const [a, b] = [wanted, stored].map((text) => parseJson(text) as JsonObject)
      assert.ok(a && b)
      assert.equal(await isUnchanged(type, a, b, secrets), expected)
    })
  }
})
