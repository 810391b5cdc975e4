import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settings } from '../../src/config/settings.ts'
import { settingsHelp, settingsTable } from '../../src/config.ts'
import { readProjectFiles } from './project-files.ts'

const [begin, end] = ['<!-- settings -->', '<!-- /settings -->']
const readme = (await readProjectFiles('.', /^README\.md$/)).find(({ path }) => path === 'README.md')
const isMarked = readme?.text.includes(begin) ?? false

describe('settings', () => {
  it('are in the README as they are declared', {
    skip: isMarked ? false : `README.md has no ${begin} yet`,
  }, () => {
    const text = readme?.text ?? ''
    const table = text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim()
    assert.equal(table, settingsTable(), 'print it with: bun src/main.ts --settings')
  })

  it('are all in --help', () => {
    const help = settingsHelp()
    for (const { name } of Object.values(settings)) assert.ok(help.includes(`  ${name}\n`), name)
  })

  it('make a table that Markdown can show', () => {
    const rows = settingsTable().split('\n')
    assert.equal(rows.length, Object.keys(settings).length + 2)
    for (const row of rows) assert.equal(row.split('|').length, 6, row)
  })
})
