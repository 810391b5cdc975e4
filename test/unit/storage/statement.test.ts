import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'drizzle-orm'
import { record, resourceTables } from '../../../drizzle/schema.ts'
import { compile, fixed, list, literal } from '../../../src/storage/statement.ts'
import { createTypeStatements } from '../../../src/storage/type-statements.ts'
import { codeOf, writeFunctions } from '../../../src/storage/write-functions.ts'

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
  const statements = (history: boolean) =>
    createTypeStatements({ tables: resourceTables('patient', { history }) })

  it('call functions of its own, with values by name', () => {
    const { write, remove } = statements(true)
    assert.match(write.text, /^select \* from "patient_write"\(\$1::text, /)
    assert.equal(remove.text, 'select * from "patient_remove"($1::text, $2::bigint, $3::text)')
  })

  it('read versions where they are kept', () => {
    assert.match(statements(true).vread.text, /from "patient_history" where/)
    assert.match(statements(false).vread.text, /from "patient" where/)
  })
})

describe('the functions of a type', () => {
  const owner = { type: 'Patient', table: 'patient', signature: 'a1', kinds: new Set(['key'] as const) }
  const textOf = (more: object) =>
    writeFunctions({ ...owner, history: true, ...more })
      .map(({ statement }) => statement)
      .join('\n')

  it('keep versions only of a type with a history', () => {
    assert.match(textOf({}), /insert into "patient_history"/)
    assert.doesNotMatch(textOf({ history: false }), /patient_history/)
  })

  it('keep entries of the kinds that there are tables for', () => {
    assert.match(textOf({ kinds: new Set(['key', 'span', 'number']) }), /"patient_span".*"patient_number"/s)
    assert.doesNotMatch(textOf({}), /patient_(span|number)/)
  })

  it('have the name of the type as a text', () => {
    assert.match(textOf({ type: "O'dd" }), /hashtextextended\('O''dd\/' \|\|/)
  })

  it('have a mark, whose code does not depend on parameters', () => {
    const [one, other] = ['a1', 'b2'].map((signature) =>
      writeFunctions({ ...owner, history: true, signature }).map(({ mark }) => mark),
    )
    assert.notDeepEqual(one, other)
    assert.deepEqual(one?.map(codeOf), other?.map(codeOf))
  })
})
