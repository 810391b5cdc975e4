import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'drizzle-orm'
import { record, resourceTables } from '../../../drizzle/schema.ts'
import { compile, fixed, list, literal } from '../../../src/storage/statement.ts'
import { createTypeStatements } from '../../../src/storage/type-statements.ts'

const key = sql.placeholder('key')
const now = sql.placeholder('now')

describe('compile', () => {
  it('numbers values in the order of their names, one however often it is used', () => {
    const { text, names } = compile<object, 'now' | 'key'>(
      ['now', 'key'],
      sql`update ${record} set ${record.lastUsedAt} = ${now} where ${record.key} = ${key} and ${now} > 1`,
    )
    assert.equal(text, 'update "firekeep_record" set "last_used_at" = $1 where "key" = $2 and $1 > 1')
    assert.deepEqual(names, ['now', 'key'])
  })

  it('quotes what is constant', () => {
    const { text } = compile<object, never>(
      [],
      sql`select ${literal("it's")}, ${list([record.kind, record.key])}`,
    )
    assert.equal(text, `select 'it''s', "kind", "key"`)
  })

  const refused = [
    { title: 'a value without a name', make: () => compile([], sql`select ${1}`) },
    { title: 'a name that is not announced', make: () => compile([], sql`select ${key}`) },
    { title: 'a name that is announced in vain', make: () => compile(['key'], sql`select 1`) },
    { title: 'a value in a fixed part', make: () => fixed(sql`select ${key}`) },
  ]
  for (const { title, make } of refused) it(`refuses ${title}`, () => assert.throws(make))
})

describe('the statements of a type', () => {
  const statements = (notify: boolean, history = true) =>
    createTypeStatements({ type: 'Patient', tables: resourceTables('patient', { history }), notify })

  it('tell other processes only when they are asked to', () => {
    assert.deepEqual(statements(true).writeVersion.names, ['id', 'body', 'version', 'message'])
    assert.deepEqual(statements(false).writeVersion.names, ['id', 'body', 'version'])
    assert.match(statements(true).removeAny.text, /pg_notify\('firekeep_change', \$2::text\)/)
    assert.doesNotMatch(statements(false).removeAny.text, /pg_notify/)
  })

  it('keep versions only of a type with a history', () => {
    assert.match(statements(true).writeAny.text, /insert into "patient_history"/)
    assert.doesNotMatch(statements(true, false).writeAny.text, /patient_history/)
    assert.match(statements(true, false).vread.text, /from "patient" where/)
  })

  it('have the name of the type as a text', () => {
    const tables = resourceTables('odd', { history: false })
    const { writeAny } = createTypeStatements({ type: "O'dd", tables, notify: false })
    assert.match(writeAny.text, /hashtextextended\('O''dd\/' \|\|/)
  })
})
