/** The headers of the pages, and a policy that lets through what the page holds and no more. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createBranding, toHashSource } from '../../../../src/oauth/pages/branding.ts'
import { toFormActionSource } from '../../../../src/oauth/pages/form-action-source.ts'
import type { Page } from '../../../../src/oauth/pages/layout.ts'
import { type PageResponseOptions, toPageResponse } from '../../../../src/oauth/pages/page-response.ts'
import { renderSamples } from './page-samples.ts'

const fixed: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

async function samples(settings: unknown = {}): Promise<[string, Page][]> {
  return Object.entries(renderSamples(await createBranding(settings), (field) => field))
}

function toDirectives(response: Response): Record<string, string[]> {
  const policy = response.headers.get('content-security-policy') ?? ''
  return Object.fromEntries(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]))
}

async function answer(options: PageResponseOptions, settings: unknown = {}): Promise<Response> {
  const [first] = await samples(settings)
  assert.ok(first)
  return toPageResponse(first[1], options)
}

describe('page response: headers', () => {
  it('every page carries all of them, with any status', async () => {
    for (const [name, page] of await samples()) {
      const response = toPageResponse(page, { status: 429, headers: { 'retry-after': '30' } })
      assert.equal(response.status, 429, name)
      assert.equal(response.headers.get('retry-after'), '30', name)
      for (const [header, value] of Object.entries(fixed))
        assert.equal(response.headers.get(header), value, name)
      assert.match(response.headers.get('permissions-policy') ?? '', /camera=\(\)/, name)
      assert.equal(await response.text(), page.html, name)
    }
  })

  it('they cannot be replaced', async () => {
    const headers = {
      ...Object.fromEntries(Object.keys(fixed).map((name) => [name, 'x'])),
      'Content-Security-Policy': '*',
    }
    const response = await answer({ headers })
    for (const [header, value] of Object.entries(fixed)) assert.equal(response.headers.get(header), value)
    assert.deepEqual(toDirectives(response)['default-src'], ["'none'"])
  })

  it('two cookies stay two', async () => {
    const response = await answer({
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    })
    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2'])
  })
})

describe('page response: content security policy', () => {
  it('allows exactly the style and the script that are sent', async () => {
    for (const [name, page] of await samples({ colors: { accent: '#06c' } })) {
      const response = toPageResponse(page)
      const directives = toDirectives(response)
      const html = await response.text()
      const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? ''
      const script = /<script>(.*)<\/script>/s.exec(html)?.[1]
      assert.deepEqual(directives['style-src'], [await toHashSource(style)], name)
      assert.deepEqual(
        directives['script-src'],
        script === undefined ? undefined : [await toHashSource(script)],
        name,
      )
      assert.deepEqual(directives['default-src'], ["'none'"], name)
      assert.deepEqual(directives['frame-ancestors'], ["'none'"], name)
      assert.deepEqual(directives['base-uri'], ["'none'"], name)
      assert.deepEqual(directives['form-action'], ["'self'"], name)
      assert.doesNotMatch(response.headers.get('content-security-policy') ?? '', /unsafe|\*/, name)
    }
  })

  it('allows images of the logo’s origin only', async () => {
    assert.deepEqual(toDirectives(await answer({}))['img-src'], ['data:'])
    const logoUrl = 'https://cdn.example/logo.png'
    assert.deepEqual(toDirectives(await answer({}, { logoUrl }))['img-src'], ['data:', 'https://cdn.example'])
  })

  it('lets the redirect to the client through, each target once', async () => {
    const formAction = [
      'https://a.example/cb?x=1',
      'https://a.example',
      'myapp:/cb',
      'javascript:x',
      'nonsense',
    ]
    assert.deepEqual(toDirectives(await answer({ formAction }))['form-action'], [
      "'self'",
      'https://a.example',
      'myapp:',
    ])
  })
})

describe('page response: sources for form-action', () => {
  const cases: [string, string | null][] = [
    ['https://a.example/cb?x=1#y', 'https://a.example'],
    ['HTTPS://A.Example:443/cb', 'https://a.example'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.1:3000/cb', 'http://127.0.0.1:3000'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example'],
    // Chromium ignores these hosts in a policy.
    ['http://[::1]:3000/cb', 'http:'],
    ['http://my_app:3000/cb', 'http:'],
    // Hosts that would mean something else in a policy.
    ['https://a;script-src/', 'https:'],
    ['https://*/', 'https:'],
    ["https://'unsafe-inline'/", 'https:'],
    ['myapp:/cb', 'myapp:'],
    ['com.example.app://cb', 'com.example.app:'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['blob:https://a.example/x', null],
    ['about:blank', null],
    ['file:///x', null],
    ['/relative', null],
    ['', null],
    ['*', null],
    ["'unsafe-inline'", null],
  ]
  for (const [uri, source] of cases)
    it(`${uri} → ${source}`, () => assert.equal(toFormActionSource(uri), source))
})
