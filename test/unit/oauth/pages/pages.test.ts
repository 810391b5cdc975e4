/** What stands in the pages: everything escaped, labels and roles, the token of each form, no script. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Branding, createBranding } from '../../../../src/oauth/pages/branding.ts'
import { type ConsentPageParts, renderConsentPage } from '../../../../src/oauth/pages/consent-page.ts'
import { renderErrorPage } from '../../../../src/oauth/pages/error-page.ts'
import { renderFormPostPage } from '../../../../src/oauth/pages/form-post-page.ts'
import { escapeHtml } from '../../../../src/oauth/pages/html.ts'
import { type LoginPageParts, renderLoginPage } from '../../../../src/oauth/pages/login-page.ts'
import { renderLoggedOutPage, renderLogoutPage } from '../../../../src/oauth/pages/logout-page.ts'
import { renderSamples } from './page-samples.ts'

const form = { action: '/auth/step', csrfToken: 'token-1', fields: { request: 'abc' } }
const hiddenToken = '<input type="hidden" name="csrf" value="token-1">'
const hiddenRequest = '<input type="hidden" name="request" value="abc">'

function login(branding: Branding, parts: Partial<LoginPageParts> = {}): string {
  return renderLoginPage({ branding, ...form, ...parts }).html
}

function grant(branding: Branding, parts: Partial<ConsentPageParts> = {}): string {
  const client = { name: 'My App', redirectUri: 'https://myapp.app:8443/cb?x=1' }
  const usual = { client, user: { name: 'Ada' }, scopes: [], accountUrl: '/auth/account' }
  return renderConsentPage({ branding, ...form, ...usual, ...parts }).html
}

describe('pages: hostile values', () => {
  for (const evil of [
    `"><script>evil()</script>`,
    `' onfocus='evil()`,
    `&quot;&#x3c;b>`,
    `a\r\n<img src=x onerror=evil()>`,
  ]) {
    it(`${JSON.stringify(evil)} stays text in every field of every page`, async () => {
      const texts = {
        'login.title': `t${evil}`.replace(/[\r\n]/g, ''),
        'layout.footer': `f${evil}`.replace(/[\r\n]/g, ''),
      }
      const plain = renderSamples(await createBranding(), (field) => field)
      const hostile = renderSamples(await createBranding({ texts }), (field) => `${field}${evil}`)
      for (const [name, { html }] of Object.entries(hostile)) {
        const calm = (plain[name]?.html ?? '').replace(/<style>.*<\/style>/s, '')
        const bare = html
          .replace(/<style>.*<\/style>/s, '')
          .replace(/<footer lang="en">.*?<\/footer>\n/s, '\n')
        assert.deepEqual(toTags(bare), toTags(calm), name)
        assert.ok(html.includes(escapeHtml(evil)), name)
        assert.ok(!html.includes(evil), name)
      }
    })
  }
})

describe('pages: scripts', () => {
  it('no page has an event handler or a style attribute, and two have a script, which is a constant', async () => {
    for (const [name, { html, scriptSource }] of Object.entries(
      renderSamples(await createBranding(), (field) => field),
    )) {
      assert.doesNotMatch(html, /<[^>]*\son[a-z]+=/i, name)
      assert.doesNotMatch(html, /<[^>]*\sstyle=/i, name)
      assert.doesNotMatch(html, /javascript:/i, name)
      const scripts = html.match(/<script/g)?.length ?? 0
      const hasOne = name === 'formPost' || name === 'login'
      assert.deepEqual([scripts, scriptSource !== null], hasOne ? [1, true] : [0, false], name)
    }
  })

  it('every page has a language, a viewport, a title, one h1 in main and the name', async () => {
    const branding = await createBranding({ name: 'Klinik', language: 'de' })
    for (const [name, { html }] of Object.entries(renderSamples(branding, (field) => field))) {
      assert.match(html, /^<!doctype html>\n<html lang="de">/, name)
      assert.match(html, /<meta name="viewport" content="width=device-width, initial-scale=1">/, name)
      assert.match(html, /<title>[^<]+ – Klinik<\/title>/, name)
      assert.equal(html.match(/<h1>/g)?.length, 1, name)
      assert.match(html, /<main (?:class="wide")?>\n<h1>/, name)
      assert.match(html, /<span>Klinik<\/span>/, name)
      assert.doesNotMatch(html, /(?:src|href)="https?:(?!\/\/app\.example)/, name)
    }
  })
})

describe('pages: login', () => {
  it('posts the token, the carried fields, and a name and a password that have labels', async () => {
    const html = login(await createBranding())
    assert.match(html, /<form method="post" action="\/auth\/step">/)
    assert.ok(html.includes(hiddenToken) && html.includes(hiddenRequest))
    for (const [id, type, complete] of [
      ['username', 'text', 'username'],
      ['password', 'password', 'current-password'],
    ]) {
      assert.match(html, new RegExp(`<label for="${id}"[ >]`))
      assert.match(
        html,
        new RegExp(`<input [^>]*id="${id}" name="${id}" type="${type}"[^>]* autocomplete="${complete}"`),
      )
    }
    assert.match(html, /name="username"[^>]* autocapitalize="none"/)
  })

  it('a carried field cannot pose as the token or the password', async () => {
    const fields = { csrf: 'forged', username: 'eve', password: 'p', decision: 'allow', request: 'abc' }
    const html = login(await createBranding(), { fields })
    assert.equal(html.match(/type="hidden"/g)?.length, 2)
    assert.ok(html.includes(hiddenToken) && html.includes(hiddenRequest) && !html.includes('forged'))
  })

  it('an error is an alert that both inputs name, and is told in the title', async () => {
    const html = login(await createBranding(), { error: 'Wrong.' })
    assert.match(html, /<p class="alert" role="alert" id="login-error">Wrong\.<\/p>/)
    assert.equal(html.match(/<input [^>]*aria-invalid="true" aria-describedby="login-error"/g)?.length, 2)
    assert.match(html, /<title>⚠ Sign in/)
  })

  it('without an error there is none of it', async () => {
    assert.doesNotMatch(
      login(await createBranding()).replace(/<style>.*<\/style>/s, ''),
      /alert|aria-invalid|login-error|⚠/,
    )
  })

  it('the cursor starts where there is something to type', async () => {
    const branding = await createBranding()
    assert.match(login(branding), /name="username"[^>]* autofocus>/)
    assert.match(
      login(branding, { username: 'ada' }),
      /name="username"[^>]* value="ada"[^>]*>\n.*\n<div class="password"><input [^>]*name="password"[^>]* autofocus>/,
    )
    assert.equal(login(branding, { username: 'ada' }).match(/autofocus/g)?.length, 1)
  })

  for (const [seconds, words] of [
    [0, '1 second'],
    [1.2, '2 seconds'],
    [119, '119 seconds'],
    [121, '3 minutes'],
  ] as const) {
    it(`a wait of ${seconds} s reads ${words}`, async () => {
      assert.match(
        login(await createBranding(), { retryAfterSeconds: seconds }),
        new RegExp(`wait ${words} before`),
      )
    })
  }

  it('texts and their language can be set', async () => {
    const texts = { 'login.title': 'Anmelden', 'login.wait': 'Bitte {wait} warten {sic}.' }
    const html = login(await createBranding({ language: 'de', texts }), { retryAfterSeconds: 5 })
    assert.match(html, /<h1>Anmelden<\/h1>/)
    assert.match(html, /Bitte 5 Sekunden warten \{sic\}\./)
  })
})

describe('pages: grant', () => {
  it('names client, host and person, links to where it can be withdrawn, and asks with two buttons', async () => {
    const html = grant(await createBranding(), { user: { name: 'Ada', detail: 'ada@example.com' } })
    assert.match(html, /<bdi>My App<\/bdi><\/strong> wants access to your Firekeep account/)
    assert.match(html, /<code>myapp\.app:8443<\/code>/)
    assert.match(html, /withdraw this at any time on <a href="\/auth\/account">your account page<\/a>/)
    assert.match(html, /Signed in as <strong><bdi>Ada<\/bdi><\/strong> \(<bdi>ada@example\.com<\/bdi>\)/)
    assert.match(html, /<button [^>]*type="submit" name="decision" value="allow">.*value="deny">/s)
    assert.ok(html.includes(hiddenToken) && html.includes(hiddenRequest))
  })

  it('the way out is a form of its own with the token, outside the form of the decision', async () => {
    const branding = await createBranding()
    const html = grant(branding, { signOut: { action: '/auth/logout', csrfToken: 'token-2' } })
    assert.match(
      html,
      /<\/form>.*<form method="post" action="\/auth\/logout">\n<input type="hidden" name="csrf" value="token-2">/s,
    )
    assert.doesNotMatch(html, /<form[^>]*>(?:(?!<\/form>).)*<form/s)
    assert.doesNotMatch(grant(branding), /Sign out/)
  })

  for (const [scope, words] of [
    ['openid', 'know who you are when you sign in'],
    ['profile', 'see your name and profile'],
    ['email', 'see your e-mail address'],
    ['phone', 'see your phone number'],
    ['offline_access', 'stay connected while you are away'],
    ['fhirUser', 'know which health record is yours'],
    ['user/Patient.read', 'read patient records'],
    ['user/MedicationRequest.cud', 'create, change, and delete medication request records'],
    ['patient/Observation.cruds', 'read, create, change, and delete observation records'],
    ['patient/*.rs', 'read all records that you have access to'],
    ['user/*.cruds', 'do everything that you can do'],
    ['system/*.*', 'do everything that you can do'],
    ['user/Patient.', 'use the permission “<bdi>user/Patient.</bdi>”'],
    ['user/Patient.rs?_security=x', 'use the permission “<bdi>user/Patient.rs?_security=x</bdi>”'],
    ['other', 'use the permission “<bdi>other</bdi>”'],
    ['records', 'use the permission “<bdi>records</bdi>”'],
    ['<b>', 'use the permission “<bdi>&lt;b&gt;</bdi>”'],
  ] as const) {
    it(`the scope ${scope} reads: ${words}`, async () => {
      assert.ok(grant(await createBranding(), { scopes: [scope, scope] }).includes(`<li>${words}</li>`))
    })
  }

  for (const [redirectUri, words] of [
    ['https://myapp.app/cb', '<dd><code>myapp.app</code></dd>'],
    ['http://127.0.0.1:5000/cb', 'an app on this device (<code>127.0.0.1:5000</code>)'],
    ['http://[::1]:5000/cb', 'an app on this device (<code>[::1]:5000</code>)'],
    ['myapp:/cb', 'an app on this device (<code>myapp:</code>)'],
    ['https://login.example@evil.example/', '<dd><code>evil.example</code></dd>'],
    ['https://аpple.example/', '<dd><code>xn--pple-43d.example</code></dd>'],
  ] as const) {
    it(`${redirectUri} leads to ${words}`, async () => {
      assert.ok(grant(await createBranding(), { client: { name: 'c', redirectUri } }).includes(words))
    })
  }
})

describe('pages: the others', () => {
  it('the error page says what happened, what to do, the code and the request', async () => {
    const branding = await createBranding()
    const parts = {
      branding,
      title: 'Oh',
      lead: 'It broke.',
      message: 'part is missing',
      advice: 'Try.',
      code: 'invalid_request',
      requestId: 'r-1',
    }
    const { html } = renderErrorPage({ ...parts, link: { url: 'javascript:x', text: 'Go' } })
    assert.match(
      html,
      /role="alert">It broke\.<\/p>\n<p>Try\.<\/p>.*<dd lang="en">part is missing<\/dd>.*<code>invalid_request<\/code>.*<code>r-1<\/code>/s,
    )
    assert.match(html, /href="about:invalid">Go/)
    assert.doesNotMatch(renderErrorPage({ branding, title: 'Oh', lead: 'It broke.' }).html, /<dl/)
  })

  it('signing out asks with the token; staying is a link', async () => {
    const branding = await createBranding()
    const { html } = renderLogoutPage({ branding, ...form, cancelUrl: '/', clientName: 'My App' })
    assert.ok(html.includes(hiddenToken) && html.includes(hiddenRequest))
    assert.match(html, /My App.* asks to sign you out/)
    assert.match(html, /<a class="button" href="\/">Stay signed in<\/a>/)
    assert.equal(html.match(/type="submit"/g)?.length, 1)
  })

  it('the end of a session leads back only where it was told to', async () => {
    const branding = await createBranding()
    assert.match(
      renderLoggedOutPage({ branding, returnUrl: 'https://a.example/' }).html,
      /href="https:\/\/a\.example\/"/,
    )
    assert.doesNotMatch(renderLoggedOutPage({ branding }).html, /<a /)
  })

  it('the form post carries the response and no token of ours', async () => {
    const branding = await createBranding()
    const fields = { code: 'c-1', state: 'a b', iss: 'https://as.example' }
    const { html } = renderFormPostPage({ branding, redirectUri: 'https://a.example/cb', fields })
    assert.match(html, /<form method="post" action="https:\/\/a\.example\/cb">/)
    for (const [name, value] of Object.entries(fields)) {
      assert.ok(html.includes(`<input type="hidden" name="${name}" value="${value}">`))
    }
    assert.doesNotMatch(html, /name="csrf"/)
    assert.match(html, /<button [^>]*type="submit" autofocus>Continue/)
    assert.match(
      renderFormPostPage({ branding, redirectUri: 'javascript:x', fields }).html,
      /action="about:invalid"/,
    )
  })
})

/** All tags with the names of their attributes, in order: the same for a page however its values read. */
function toTags(html: string): string[] {
  return (html.match(/<[a-z/!][^>]*>/gi) ?? []).map((tag) => tag.replace(/="[^"]*"/g, ''))
}
