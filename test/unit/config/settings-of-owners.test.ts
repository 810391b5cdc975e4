import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { valuesOf } from '../../../src/config/setting.ts'
import {
  ConfigError,
  parseSwitch,
  readConfig,
  setting,
  settingsHelp,
  settingsTable,
} from '../../../src/config.ts'

const greeting = setting<string>({
  ...{
    name: 'GREETING',
    allowed: 'a word',
    fallback: 'hello',
    fallbackText: '`hello`',
    sentence: 'What is said.',
  },
  parse: (text) => (/^[a-z]+$/.test(text) ? text : undefined),
})
const token = setting<string | undefined>({
  ...{
    name: 'TOKEN',
    allowed: 'three letters',
    fallback: undefined,
    fallbackText: 'unset',
    sentence: 'A secret.',
  },
  isSecret: true,
  parse: (text) => (text.length === 3 ? text : undefined),
})
const greeter = { name: 'greeter', settings: { greeting, token } }

describe('settings of plug-ins', () => {
  it("are read with the server's own", () => {
    const config = readConfig({ GREETING: 'welcome' }, [greeter])
    assert.deepEqual(valuesOf(config, greeter), { greeting: 'welcome', token: undefined })
  })

  it('are read later when the configuration was read without the plug-in', () => {
    const config = readConfig({ GREETING: 'welcome' })
    assert.deepEqual(valuesOf(config, greeter), { greeting: 'welcome', token: undefined })
    const wrong = readConfig({ GREETING: '!' })
    assert.throws(() => valuesOf(wrong, greeter), /GREETING is "!"/)
  })

  it('are in the documents, once', () => {
    const owners = [greeter, { name: 'other', settings: { greeting } }]
    assert.equal(settingsTable(owners).match(/`GREETING`/g)?.length, 1)
    assert.match(settingsHelp(owners), / {2}GREETING\n {6}What is said\./)
  })

  it('all their problems are told with the others, and no secret', () => {
    assert.throws(
      () => readConfig({ PORT: 'x', GREETING: '1', TOKEN: 'sesame' }, [greeter]),
      (error) => {
        assert.ok(error instanceof ConfigError)
        assert.equal(error.problems.length, 3)
        assert.doesNotMatch(error.message, /sesame/)
        return true
      },
    )
  })

  it('one variable has one meaning', () => {
    const port = setting<boolean>({ ...token, name: 'PORT', fallback: false, parse: parseSwitch })
    const again = { name: 'again', settings: { greeting: { ...greeting } } }
    assert.throws(
      () => readConfig({}, [greeter, again, { name: 'harbour', settings: { port } }]),
      (error) =>
        error instanceof ConfigError &&
        /GREETING is declared by greeter and by again/.test(error.message) &&
        /PORT is declared by the server and by harbour/.test(error.message),
    )
    readConfig({}, [greeter, { name: 'again', settings: { greeting } }])
  })
})

describe('settings that say which plug-ins there are', () => {
  const rows: readonly (readonly [
    Record<string, string>,
    'plugins' | 'builtInPlugins',
    readonly string[],
  ])[] = [
    [{}, 'builtInPlugins', ['oauth', 'policies', 'console']],
    [{ BUILT_IN_PLUGINS: 'none' }, 'builtInPlugins', []],
    [{ BUILT_IN_PLUGINS: 'policies' }, 'builtInPlugins', ['policies']],
    [{ PLUGINS: './a b.ts, ../c.js' }, 'plugins', ['./a b.ts', '../c.js']],
  ]
  for (const [env, key, expected] of rows) {
    it(`${JSON.stringify(env)}: ${key}`, () => assert.deepEqual(readConfig(env)[key], expected))
  }
  for (const env of [{ PLUGINS: 'a,,b' }, { BUILT_IN_PLUGINS: 'none,oauth!' }]) {
    it(`refuses ${JSON.stringify(env)}`, () => assert.throws(() => readConfig(env), ConfigError))
  }
})
