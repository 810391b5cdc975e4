import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkTableName } from '../../../src/storage/resource-tables.ts'

describe('the name of a table', () => {
  for (const name of ['patient', 'user', 'a1']) it(`${name} is taken`, () => checkTableName(name))
  for (const name of ['', 'Patient', 'a_history', 'a"b', 'a b', '1a', 'firekeep_record', 'a'.repeat(60)]) {
    it(`${JSON.stringify(name)} is refused`, () => assert.throws(() => checkTableName(name)))
  }
})
