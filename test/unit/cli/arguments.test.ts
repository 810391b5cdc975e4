import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultPlugins } from '../../../src/app.ts'
import { readArguments } from '../../../src/cli/arguments.ts'
import { version } from '../../../src/kernel/version.ts'

const owners = defaultPlugins()

describe('the command line', () => {
  it('without a word starts the server, and knows others', () => {
    assert.deepEqual(readArguments([], owners), { kind: 'command', name: 'serve' })
    for (const name of ['serve', 'migrate', 'check', 'config'])
      assert.deepEqual(readArguments([name], owners), { kind: 'command', name })
    assert.deepEqual(readArguments(['check', '--index'], owners), { kind: 'command', name: 'check --index' })
  })

  it('answers what it is asked, and starts nothing', () => {
    for (const word of ['--help', '-h']) {
      const asked = readArguments([word], owners)
      assert.equal(asked.kind, 'answer')
      assert.match(asked.kind === 'answer' ? asked.text : '', /DATABASE_URL[\s\S]*ROOT_CLIENT_SECRET/)
    }
    assert.deepEqual(readArguments(['--version'], owners), { kind: 'answer', text: `${version}\n` })
    const table = readArguments(['--settings'], owners)
    assert.match(table.kind === 'answer' ? table.text : '', /\| `PORT` \|/)
  })

  it('tells what was probably meant', () => {
    const say = (...words: string[]) => {
      const asked = readArguments(words, owners)
      return asked.kind === 'mistake' ? asked.text : asked.kind
    }
    assert.match(say('chek'), /did you mean `check`\?/)
    for (const words of [['--port', '9000'], ['--port=9000'], ['PORT=9000']])
      assert.match(say(...words), /environment variables: PORT=… npm start/)
    assert.match(say('--database-url', 'postgres://u:p@h/d'), /DATABASE_URL=…/)
  })

  it('refuses words that it does not know, also behind one that it knows', () => {
    for (const words of [
      ['--prot'],
      ['serve', 'now'],
      ['check', '--repair'],
      ['toString'],
      ['--help', '--version'],
    ]) {
      const asked = readArguments(words, owners)
      assert.equal(asked.kind, 'mistake')
      assert.match(asked.kind === 'mistake' ? asked.text : '', new RegExp(words.join(' ')))
    }
  })
})
