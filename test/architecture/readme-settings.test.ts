import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultPlugins } from '../../src/app.ts'
import { listSettings } from '../../src/config/settings-table.ts'
import { settingsHelp, settingsTable } from '../../src/config.ts'
import { readProjectFiles } from './project-files.ts'

const plugins = defaultPlugins()
const [begin, end] = ['<!-- settings -->', '<!-- /settings -->']
const readme = (await readProjectFiles('.', /^README\.md$/)).find(({ path }) => path === 'README.md')
const isMarked = readme?.text.includes(begin) ?? false

describe('settings', () => {
  it('are in the README as they are declared', {
    skip: isMarked ? false : `README.md has no ${begin} yet`,
  }, () => {
    const text = readme?.text ?? ''
    const table = text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim()
    assert.equal(table, settingsTable(plugins), 'print it with: bun src/main.ts --settings')
  })

  it('are all in --help', () => {
    const help = settingsHelp(plugins)
    for (const { name } of listSettings(plugins)) assert.ok(help.includes(`  ${name}\n`), name)
  })

  it('make a table that Markdown can show', () => {
    const rows = settingsTable(plugins).split('\n')
    assert.equal(rows.length, listSettings(plugins).length + 2)
    for (const row of rows) assert.equal(row.split('|').length, 6, row)
  })
})
