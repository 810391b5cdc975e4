import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultPlugins } from '../../../src/app.ts'
import { findCautions } from '../../../src/config/cautions.ts'
import { settingsInForce } from '../../../src/config/settings-in-force.ts'

const owners = defaultPlugins()

describe('cautions', () => {
  const cases: [env: Record<string, string>, expected: readonly RegExp[]][] = [
    [{}, []],
    [{ DEV_MODE: 'on', SU_HEADER: 'on' }, [/^DEV_MODE is on: ./, /^SU_HEADER is on: ./]],
    [{ DEV_MODE: 'off', DANGEROUSLY_ALLOW_EVERYTHING: 'on' }, [/^DANGEROUSLY_ALLOW_EVERYTHING is on/]],
    [
      { DATABASE_URI: 'postgres://a:sesame@b/c' },
      [/^DATABASE_URI is set, but is no setting; did you mean DATABASE_URL\?$/],
    ],
    [{ TRUSTED_PROXY: '10.0.0.1' }, [/did you mean TRUSTED_PROXIES\?/]],
    [{ DATADIR: '/d', LOGLEVEL: 'debug' }, [/did you mean DATA_DIR\?/, /did you mean LOG_LEVEL\?/]],
    [{ SCHEMA_DRI: '/d' }, [/did you mean SCHEMA_DIR\?/]],
    [{ ADMIN_PASSWORD: 'admin' }, [/^ADMIN_PASSWORD has fewer than 8 characters: it is easy to guess$/]],
    [{ ADMIN_PASSWORD: 'admin123' }, []],
    // Of a setting that is set, a neighbour is somebody else's.
    [{ DATABASE_URL: 'postgres://b/c', DATABASE_URI: 'x' }, []],
    // What environments have of themselves.
    [
      {
        HOME: '/root',
        HOSTNAME: 'box',
        HOST_IP: '::',
        PORTS: '80',
        LANGUAGE: 'de',
        PATH: '/bin',
        TERM: 'x',
        USER: 'u',
      },
      [],
    ],
  ]
  for (const [env, expected] of cases) {
    it(`of ${Object.keys(env).join(', ') || 'nothing'}: ${expected.length}`, () => {
      const found = findCautions(env, owners)
      assert.equal(found.length, expected.length, found.join('\n'))
      for (const pattern of expected)
        assert.ok(
          found.some((one) => pattern.test(one)),
          found.join('\n'),
        )
      assert.doesNotMatch(found.join('\n'), /sesame/)
    })
  }
})

describe('settings in force', () => {
  it('are all shown with their origin, secrets masked, wrong ones said', () => {
    const env = {
      PORT: '99999',
      BASE_URL: 'https://a.example',
      ROOT_CLIENT_SECRET: 'sesame-open',
      DATABASE_URL: 'postgres://u:sesame@h/d',
    }
    const text = settingsInForce(env, owners)
    assert.match(text, /^PORT +99999 +environment, wrong: must be a whole number/m)
    assert.match(text, /^BASE_URL +https:\/\/a\.example +environment$/m)
    assert.match(text, /^ROOT_CLIENT_SECRET +\(set, not shown\) +environment$/m)
    assert.match(text, /^DATA_DIR +\.\/data +default$/m)
    assert.match(text, /^SU_HEADER +off +default$/m)
    assert.doesNotMatch(text, /sesame/)
  })
})
