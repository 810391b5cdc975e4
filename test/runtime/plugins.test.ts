/** Plug-ins of the settings PLUGINS and BUILT_IN_PLUGINS, in the real process on Bun and on Deno. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bePatient } from '../support/patience.ts'
import { runToItsEnd, startServer } from '../support/start-server.ts'
import { basic } from '../support/test-app.ts'

await bePatient()
const examples = fileURLToPath(new URL('../../examples/plugins', import.meta.url))
const secret = 'an-api-key-of-thirty-two-characters'

/** From anywhere: types need no package at run time. */
const stranger = `
export default () => ({
  name: 'greeter',
  settings: { greeting: { name: 'GREETING', allowed: 'a word', fallback: 'hello', fallbackText: 'hello',
    sentence: 'What is said.', parse: (text) => (/^[a-z]+$/.test(text) ? text : undefined) } },
  operations: [{ id: 'Greet', description: 'Be greeted' }],
  start: (host) => ({
    routes: [{ path: '/greeting', methods: {
      GET: async (request) => new Response(host.settings.greeting + ' ' + (await host.authorize(request, 'Greet')).name),
    } }],
  }),
})
`

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firekeep-plugins-'))
  await writeFile(join(folder, 'greeter.ts'), stranger)
  await writeFile(join(folder, 'broken.ts'), 'export default {')
  await writeFile(join(folder, 'throws.js'), "throw new Error('no luck')")
  await writeFile(join(folder, 'other.js'), 'export default { name: 1 }')
  await writeFile(
    join(folder, 'init.yaml'),
    `- {resourceType: User, id: ann}\n- {resourceType: ApiKey, id: k, user: {reference: User/ann}, secret: ${secret}}\n`,
  )
})
after(() => rm(folder, { recursive: true }))

for (const runtime of ['bun', 'deno'] as const) {
  describe(`plug-ins by their paths on ${runtime}`, () => {
    it('from folders anywhere, beside the built-in ones, with settings and operations of their own', async () => {
      const env = {
        PLUGINS: `${join(folder, 'greeter.ts')}, ${join(examples, 'api-key.ts')}`,
        ...{ GREETING: 'welcome', ROOT_CLIENT_SECRET: 'root-secret', INIT_BUNDLE: join(folder, 'init.yaml') },
      }
      const server = await startServer({ runtime, env })
      try {
        const greet = (authorization: string) =>
          fetch(`${server.url}/greeting`, { headers: { authorization } })
        assert.equal(await (await greet(basic('root', 'root-secret'))).text(), 'welcome Client/root')
        assert.equal((await greet(`ApiKey k:${secret}`)).status, 403)
        const nobody = await fetch(`${server.url}/greeting`)
        assert.equal(nobody.status, 401)
        assert.match(nobody.headers.get('www-authenticate') ?? '', /Bearer.*Basic.*ApiKey/)
      } finally {
        await server.stop()
      }
    })

    it('in the place of the built-in ones', async () => {
      const env = {
        ...{ BUILT_IN_PLUGINS: 'none', INIT_BUNDLE: join(folder, 'init.yaml') },
        PLUGINS: ['read-only-access.ts', 'api-key.ts'].map((name) => join(examples, name)).join(),
      }
      const server = await startServer({ runtime, env })
      try {
        const headers = { authorization: `ApiKey k:${secret}` }
        assert.equal((await fetch(`${server.url}/User/ann`, { headers })).status, 200)
        assert.equal((await fetch(`${server.url}/User/ann`)).status, 401)
        assert.equal((await fetch(`${server.url}/auth/authorize`)).status, 404)
      } finally {
        await server.stop()
      }
    })

    it('which `--help` lists the settings of, or the usual ones when they cannot be loaded', async () => {
      const words = ['--help']
      const greeter = { PLUGINS: join(folder, 'greeter.ts'), BUILT_IN_PLUGINS: 'policies' }
      const { code, logs } = await runToItsEnd({ runtime, words, env: greeter })
      assert.equal(code, 0, logs)
      assert.match(logs, /GREETING\n\s+What is said\./)
      assert.doesNotMatch(logs, /ROOT_CLIENT_SECRET/)
      const missing = await runToItsEnd({ runtime, words, env: { PLUGINS: join(folder, 'missing.ts') } })
      assert.equal(missing.code, 0, missing.logs)
      assert.match(missing.logs, /ROOT_CLIENT_SECRET/)
    })

    const refused: readonly (readonly [string, () => Record<string, string>, RegExp])[] = [
      [
        'a path where nothing is',
        () => ({ PLUGINS: join(folder, 'missing.ts') }),
        /PLUGINS: \S*missing\.ts: /,
      ],
      [
        'a module that cannot be read',
        () => ({ PLUGINS: join(folder, 'broken.ts') }),
        /PLUGINS: \S*broken\.ts: /,
      ],
      ['a module that throws', () => ({ PLUGINS: join(folder, 'throws.js') }), /throws\.js: no luck/],
      [
        'a module with no plug-in',
        () => ({ PLUGINS: join(folder, 'other.js') }),
        /other\.js: its default export/,
      ],
      [
        'an unknown built-in one',
        () => ({ BUILT_IN_PLUGINS: 'oauth,polices' }),
        /no built-in plug-in polices/,
      ],
      ['nobody to decide', () => ({ BUILT_IN_PLUGINS: 'oauth' }), /DANGEROUSLY_ALLOW_EVERYTHING=on/],
      [
        'a bad value of a setting of a plug-in',
        () => ({ PLUGINS: join(folder, 'greeter.ts'), GREETING: 'X1' }),
        /GREETING is "X1", but must be a word/,
      ],
    ]
    for (const [name, toEnv, message] of refused) {
      it(`does not start with ${name}`, async () => {
        const { code, logs } = await runToItsEnd({ runtime, env: toEnv() })
        assert.equal(code, 1, logs)
        assert.match(logs, message)
        assert.doesNotMatch(logs, /^\s+at \S+ \(|"ready"/m)
      })
    }

    it('starts with nobody to decide when it is told to by a name that hurts, and warns', async () => {
      const env = { BUILT_IN_PLUGINS: 'oauth', DANGEROUSLY_ALLOW_EVERYTHING: 'on' }
      const server = await startServer({ runtime, env })
      try {
        assert.equal((await fetch(`${server.url}/User/admin`)).status, 200)
        assert.match(server.logs(), /"level":"warn".*everybody may do everything/)
      } finally {
        await server.stop()
      }
    })
  })
}
