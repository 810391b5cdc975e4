/** https://hl7.org/fhir/R4/http.html over HTTP, with no auth at all and with the token plug-in: the engine knows neither. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { tokenPlugin } from '../../support/token-plugin.ts'
import { baseUrl, type HttpServer, openHttpServer } from './http-server.ts'

const json = { 'content-type': 'application/json' }
const yaml = { 'content-type': 'text/yaml' }
const modes = [
  ['no plug-in', undefined, {}],
  ['the token plug-in', tokenPlugin({ all: 'all' }), { authorization: 'Bearer all' }],
] as const

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown>
}

for (const [name, plugin, credentials] of modes) {
  describe(`resources over HTTP with ${name}`, () => {
    let server: HttpServer
    before(async () => {
      server = await openHttpServer(plugin, credentials)
    })
    after(() => server.close())

    async function call(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
      const response = await server.send(method, path, init)
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson && text !== '' ? JSON.parse(text) : {},
      }
    }

    it('creates, reads, updates, deletes, and remembers', async () => {
      const created = await call('PUT', '/Note/n1', { body: 'title: One\namount: 1.50\n', headers: yaml })
      assert.equal(created.status, 201)
      assert.match(created.headers.get('content-type') ?? '', /^text\/yaml/)
      assert.match(created.text, /^resourceType: Note$/m)
      assert.match(created.text, /^amount: 1\.50$/m)
      const first = /W\/"(\d+)"/.exec(created.headers.get('etag') ?? '')?.[1]
      assert.equal(created.headers.get('location'), `${baseUrl}/Note/n1/_history/${first}`)

      const read = await call('GET', '/fhir/Note/n1')
      assert.equal(read.status, 200)
      assert.equal(read.headers.get('etag'), `W/"${first}"`)
      assert.match(read.text, /"amount": ?1\.50/)
      assert.equal(
        (await call('GET', '/Note/n1', { headers: { 'if-none-match': `W/"${first}"` } })).status,
        304,
      )
      const since = { 'if-modified-since': read.headers.get('last-modified') ?? '' }
      assert.equal((await call('GET', '/Note/n1', { headers: since })).status, 304)
      const head = await call('HEAD', '/Note/n1')
      assert.deepEqual([head.status, head.text, head.headers.get('etag')], [200, '', `W/"${first}"`])

      const stale = { ...json, 'if-match': 'W/"999999"' }
      assert.equal((await call('PUT', '/Note/n1', { body: '{}', headers: stale })).status, 412)
      const fresh = { ...json, 'if-match': `W/"${first}"` }
      const updated = await call('PUT', '/Note/n1', { body: '{"title":"Two"}', headers: fresh })
      assert.equal(updated.status, 200)
      assert.equal(updated.headers.get('location'), null)

      const old = await call('GET', `/Note/n1/_history/${first}`)
      assert.equal(old.body.title, 'One')
      assert.equal((await call('DELETE', '/Note/n1')).status, 200)
      assert.equal((await call('DELETE', '/Note/n1')).status, 204)
      assert.equal((await call('GET', '/Note/n1')).status, 410)
      const history = await call('GET', '/Note/n1/_history')
      assert.equal(history.body.type, 'history')
      assert.equal((history.body.entry as unknown[]).length, 3)
    })

    it('POST makes an id, search finds it, in the format that is asked for', async () => {
      const created = await call('POST', '/Note', { body: '{"title":"Findable"}', headers: json })
      assert.equal(created.status, 201)
      const id = created.body.id as string
      assert.ok((created.headers.get('location') ?? '').startsWith(`${baseUrl}/Note/${id}/_history/`))
      const found = await call('GET', '/Note?title=findable&_format=application/fhir%2Bjson')
      assert.match(found.headers.get('content-type') ?? '', /^application\/fhir\+json/)
      assert.equal(found.body.type, 'searchset')
      assert.equal((found.body.entry as { resource: { id: string } }[])[0]?.resource.id, id)
      const asYaml = await call('GET', '/Note?title=findable', { headers: { accept: 'text/yaml' } })
      assert.match(asYaml.text, /^type: searchset$/m)
    })

    it('links of a Bundle keep the base that was called', async () => {
      for (const id of ['l1', 'l2'])
        await call('PUT', `/Note/${id}`, { body: `{"title":"linked ${id}"}`, headers: json })
      for (const base of ['', '/fhir']) {
        for (const path of ['/Note?title=linked&_count=1', '/Note/l1/_history']) {
          const { link, entry } = (await call('GET', base + path)).body as {
            link: { url: string }[]
            entry: { fullUrl: string }[]
          }
          for (const url of [...link.map((one) => one.url), ...entry.map((one) => one.fullUrl)])
            assert.ok(url.startsWith(`${baseUrl}${base}/Note`), url)
        }
      }
    })

    it('Prefer: return', async () => {
      const put = (prefer: string) =>
        call('PUT', '/Note/n2', { body: '{"title":"x"}', headers: { ...json, prefer } })
      const minimal = await put('return=minimal')
      assert.deepEqual([minimal.status, minimal.text], [201, ''])
      assert.equal((await put('return=OperationOutcome')).body.resourceType, 'OperationOutcome')
      assert.equal((await put('return=representation')).body.resourceType, 'Note')
      assert.equal((await call('DELETE', '/Note/n2?_no-content=true')).status, 204)
    })

    it('keeps what JSON numbers looked like', async () => {
      const body = '{"amount":9007199254740993}'
      const created = await call('PUT', '/Note/digits', { body, headers: json })
      assert.match(created.text, /"amount": ?9007199254740993/)
      assert.match((await call('GET', '/Note/digits?_format=yaml')).text, /^amount: 9007199254740993$/m)
      assert.match((await call('GET', '/Note/digits?_pretty=true')).text, /\n {2}"amount": 9007199254740993/)
    })

    it('YAML: what looks like another type stays a string', async () => {
      for (const code of ['no', 'on', '010', '2024-01-01']) {
        const created = await call('PUT', '/Note/words', {
          body: `code: ${code}\n`,
          headers: { ...yaml, accept: 'application/json' },
        })
        assert.equal(created.body.code, code)
      }
    })

    it('never shows a secret', async () => {
      const body = '{"title":"s","secret":"correct horse battery"}'
      for (const answer of [
        await call('PUT', '/Note/secret', { body, headers: json }),
        await call('GET', '/Note/secret'),
        await call('GET', '/Note/secret?_format=yaml'),
        await call('GET', '/Note/secret/_history'),
        await call('GET', '/Note?title=s'),
      ]) {
        assert.ok(answer.status < 300)
        assert.doesNotMatch(answer.text, /correct horse|argon2/)
      }
    })

    type Case = readonly [title: string, method: string, path: string, init: RequestInit, status: number]
    const refused: readonly Case[] = [
      ['unknown fields', 'PUT', '/Note/bad', { body: '{"nope":1,"alsoNope":2}', headers: json }, 422],
      ['wrong types', 'PUT', '/Note/bad', { body: '{"title":1}', headers: json }, 422],
      [
        'another resourceType',
        'PUT',
        '/Note/bad',
        { body: '{"resourceType":"Patient"}', headers: json },
        400,
      ],
      ['another id', 'PUT', '/Note/bad', { body: '{"id":"other"}', headers: json }, 400],
      ['an id that is none', 'PUT', '/Note/a%20b', { body: '{}', headers: json }, 400],
      ['malformed JSON', 'PUT', '/Note/bad', { body: '{"title":', headers: json }, 400],
      ['malformed YAML', 'POST', '/Note', { body: 'title: [', headers: yaml }, 400],
      ['an alias bomb', 'POST', '/Note', { body: bomb(), headers: yaml }, 400],
      ['deep nesting', 'POST', '/Note', { body: '['.repeat(10_000), headers: json }, 400],
      ['U+0000', 'POST', '/Note', { body: '{"title":"a\\u0000b"}', headers: json }, 400],
      ['half a surrogate pair', 'POST', '/Note', { body: '{"title":"\\ud800"}', headers: json }, 400],
      ['a number beyond all bounds', 'POST', '/Note', { body: '{"amount":1e999999999}', headers: json }, 400],
      ['a list', 'POST', '/Note', { body: '[]', headers: json }, 400],
      ['XML', 'POST', '/Note', { body: '<a/>', headers: { 'content-type': 'application/xml' } }, 415],
      ['an unknown type', 'GET', '/Nope/1', {}, 404],
      ['a missing resource', 'GET', '/Note/missing', {}, 404],
      ['a version that is none', 'GET', '/Note/bad/_history/x', {}, 404],
      ['a wrong method', 'PATCH', '/Note/bad', { body: '{}', headers: json }, 405],
      ['a format that is none', 'GET', '/Note/missing?_format=xml', {}, 406],
      ['U+0000 in the query', 'GET', '/Note?title=%00', {}, 400],
      [
        'an If-Match that is none',
        'PUT',
        '/Note/bad',
        { body: '{}', headers: { ...json, 'if-match': '"' } },
        400,
      ],
    ]
    for (const [title, method, path, init, status] of refused) {
      it(`${status} for ${title}`, async () => {
        const answer = await call(method, path, init)
        assert.equal(answer.status, status, answer.text)
        assert.match(answer.text, /OperationOutcome/)
        assert.equal((await call('GET', '/Note/bad?_format=json')).status, 404)
      })
    }

    it('tells all problems of a body with their expressions', async () => {
      const answer = await call('PUT', '/Note/bad', { body: '{"title":1,"nope":2}', headers: json })
      const expressions = (answer.body.issue as { expression: string[] }[]).map(
        (issue) => issue.expression[0],
      )
      assert.deepEqual(expressions.toSorted(), ['Note.nope', 'Note.title'])
    })
  })
}

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 9; level += 1)
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  return lines.join('\n')
}
