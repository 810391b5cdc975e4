import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultPlugins } from '../../../src/app.ts'
import { ConfigError, publicUrl, readConfig } from '../../../src/config.ts'

const plugins = defaultPlugins()

describe('readConfig', () => {
  it('needs no variable', () => {
    const config = readConfig({})
    assert.equal(config.port, 8080)
    assert.equal(config.host, '127.0.0.1')
    assert.equal(config.dataDir, './data')
    assert.equal(config.databaseUrl, undefined)
    assert.equal(config.devMode, false)
    assert.deepEqual(config.trustedProxies, [])
    assert.equal(config.logLevel, 'info')
    assert.equal(publicUrl(config), 'http://localhost:8080')
  })

  const accepted: [name: string, text: string, key: string, value: unknown][] = [
    ['PORT', '0', 'port', 0],
    ['PORT', '65535', 'port', 65535],
    ['PORT', '', 'port', 8080],
    ['HOST', '::1', 'host', '::1'],
    ['BASE_URL', 'https://fhir.example.org', 'baseUrl', 'https://fhir.example.org'],
    ['BASE_URL', 'https://fhir.example.org/', 'baseUrl', 'https://fhir.example.org'],
    ['BASE_URL', 'HTTP://LocalHost:80', 'baseUrl', 'http://localhost'],
    ['DATABASE_URL', 'postgres://ann:pw@db/fire', 'databaseUrl', 'postgres://ann:pw@db/fire'],
    ['DATABASE_URL', 'postgresql:///fire?host=/tmp', 'databaseUrl', 'postgresql:///fire?host=/tmp'],
    ['DATA_DIR', 'memory://', 'dataDir', 'memory://'],
    ['ROOT_CLIENT_SECRET', ' spaced ', 'rootClientSecret', ' spaced '],
    ['SECRETS_KEY', 'k'.repeat(32), 'secretsKey', 'k'.repeat(32)],
    ['DEV_MODE', 'on', 'devMode', true],
    ['SU_HEADER', 'off', 'suHeader', false],
    ['SIGNING_KEY_ROTATION', '30m', 'signingKeyRotation', 1_800_000],
    ['SIGNING_KEY_ROTATION', 'off', 'signingKeyRotation', 0],
    ['TRUSTED_PROXIES', '10.0.0.0/8, ::1', 'trustedProxies', ['10.0.0.0/8', '::1']],
    ['TRUSTED_PROXIES', '', 'trustedProxies', []],
    ['CORS_ORIGINS', 'https://a.example,*', 'corsOrigins', ['https://a.example', '*']],
    ['LOG_LEVEL', 'debug', 'logLevel', 'debug'],
    ['LOG_FORMAT', 'json', 'logFormat', 'json'],
  ]
  for (const [name, text, key, value] of accepted) {
    it(`takes ${name}=${text}`, () => {
      const { ofOwner, ...own } = readConfig({ [name]: text }, plugins)
      const values: Record<string, unknown> = { ...own, ...ofOwner.oauth }
      assert.deepEqual(values[key], value)
    })
  }

  const refused: [name: string, text: string][] = [
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '-1'],
    ['PORT', '8e3'],
    ['HOST', 'a b'],
    ['BASE_URL', 'fhir.example.org'],
    ['BASE_URL', 'ftp://fhir.example.org'],
    ['BASE_URL', 'https://fhir.example.org/base'],
    ['BASE_URL', 'https://fhir.example.org/?'],
    ['BASE_URL', 'https://ann@fhir.example.org'],
    ['BASE_URL', 'https:fhir.example.org'],
    ['DATABASE_URL', 'mysql://db/fire'],
    ['DATABASE_URL', ''],
    ['DATA_DIR', 's3://bucket'],
    ['ROOT_CLIENT_SECRET', ''],
    ['ROOT_CLIENT_SECRET', '  '],
    ['ADMIN_PASSWORD', ''],
    ['ADMIN_PASSWORD', 'x'.repeat(1025)],
    ['SECRETS_KEY', 'k'.repeat(31)],
    ['DEV_MODE', 'true'],
    ['SU_HEADER', '1'],
    ['SIGNING_KEY_ROTATION', '90'],
    ['SIGNING_KEY_ROTATION', '3651d'],
    ['SIGNING_KEY_ROTATION', '-1d'],
    ['TRUSTED_PROXIES', '10.0.0.1/8'],
    ['TRUSTED_PROXIES', 'proxy.internal'],
    ['CORS_ORIGINS', 'https://a.example/app'],
    ['CORS_ORIGINS', 'null'],
    ['LOG_LEVEL', 'INFO'],
    ['LOG_FORMAT', 'xml'],
  ]
  for (const [name, text] of refused) {
    it(`refuses ${name}=${text.slice(0, 40)}`, () => {
      assert.throws(
        () => readConfig({ [name]: text }, plugins),
        (error) =>
          error instanceof ConfigError && error.problems.length === 1 && error.message.includes(name),
      )
    })
  }

  it('lists all problems at once, with the value and what is allowed', () => {
    assert.throws(
      () => readConfig({ PORT: '80a', LOG_LEVEL: 'loud', DEV_MODE: 'off' }),
      (error) => {
        assert.ok(error instanceof ConfigError)
        assert.deepEqual(error.problems, [
          'PORT is "80a", but must be a whole number from 0 to 65535.',
          'LOG_LEVEL is "loud", but must be debug, info, warn or error.',
        ])
        return true
      },
    )
  })

  it('never shows a secret', () => {
    const env = { SECRETS_KEY: 'sesame-1', DATABASE_URL: 'sesame-2', ADMIN_PASSWORD: 'sesame-3'.repeat(200) }
    assert.throws(
      () => readConfig(env, plugins),
      (error) =>
        error instanceof ConfigError && error.problems.length === 3 && !error.message.includes('sesame'),
    )
  })
})

describe('publicUrl', () => {
  it('follows the port that is listened on', () => {
    assert.equal(publicUrl(readConfig({ PORT: '0' }), 4711), 'http://localhost:4711')
  })

  it('is BASE_URL when that is given', () => {
    assert.equal(publicUrl(readConfig({ BASE_URL: 'https://a.example' }), 4711), 'https://a.example')
  })
})
