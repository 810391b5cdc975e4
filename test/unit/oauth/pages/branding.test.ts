/** Settings of the look: what is taken, what is refused, and that the pages stay readable. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../../src/kernel/errors.ts'
import { toSchemes } from '../../../../src/oauth/pages/brand-colors.ts'
import { createBranding, toHashSource } from '../../../../src/oauth/pages/branding.ts'
import { contrastOf, minimumTextContrast, readableOn } from '../../../../src/oauth/pages/contrast.ts'
import { defaultColors } from '../../../../src/oauth/pages/design.ts'

const png = 'data:image/png;base64,AAAA'

describe('branding: settings', () => {
  const cases: [unknown, string | null][] = [
    [{}, null],
    [{ name: 'Klinik am See', language: 'de-AT' }, null],
    [{ name: '' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ name: 'a'.repeat(81) }, 'name'],
    [{ name: 7 }, 'name'],
    [{ language: 'not a language' }, 'language'],
    [{ language: '' }, 'language'],
    [{ logoUrl: 'https://cdn.example/logo.svg' }, null],
    [{ logoUrl: png }, null],
    [{ logoUrl: 'http://cdn.example/logo.svg' }, 'logoUrl'],
    [{ logoUrl: 'javascript:alert(1)' }, 'logoUrl'],
    [{ logoUrl: 'data:text/html,<b>' }, 'logoUrl'],
    [{ logoUrl: "https://a;script-src'unsafe-inline'/x" }, 'logoUrl'],
    [{ logoUrl: 'https://*/x' }, 'logoUrl'],
    [{ logoUrl: 'https://user:pw@a.example/x' }, 'logoUrl'],
    [{ logoUrl: `data:image/png;base64,${'A'.repeat(70_000)}` }, 'logoUrl'],
    [{ logoUrl: 'logo.svg' }, 'logoUrl'],
    [{ colors: { accent: '#06c' } }, null],
    [{ colors: { accent: '#0066CC' } }, null],
    [{ colors: { accent: 'red' } }, 'colors.accent'],
    [{ colors: { accent: '#06c;}</style><script>' } }, 'colors.accent'],
    [{ colors: { accent: '#06c\n' } }, 'colors.accent'],
    [{ colors: { border: '#06c' } }, 'colors.border'],
    [{ colors: { background: '#fff' } }, null],
    [{ colors: { background: '#444444' } }, 'colors.background'],
    [{ colors: { backgroundDark: '#eeeeee' } }, 'colors.backgroundDark'],
    [{ colors: 'red' }, 'colors'],
    [{ texts: { 'login.title': 'Anmelden' } }, null],
    [{ texts: { 'layout.footer': '' } }, null],
    [{ texts: { 'login.heading': 'x' } }, 'texts.login.heading'],
    [{ texts: { constructor: 'x' } }, 'texts.constructor'],
    [{ texts: { 'login.title': 1 } }, 'texts.login.title'],
    [{ texts: [] }, 'texts'],
    [{ css: 'body{}' }, 'css'],
    [null, 'branding'],
    ['x', 'branding'],
  ]
  for (const [settings, wrong] of cases) {
    it(`${JSON.stringify(settings).slice(0, 70)} ${wrong === null ? 'is taken' : `is refused for ${wrong}`}`, async () => {
      if (wrong === null) return void (await createBranding(settings))
      await assert.rejects(createBranding(settings), (error) => {
        assert.ok(error instanceof AppError)
        assert.deepEqual(
          [error.code, error.issues?.map((issue) => issue.expression)],
          ['bad-branding', [wrong]],
        )
        return true
      })
    })
  }

  it('all problems are told at once', async () => {
    await assert.rejects(
      createBranding({ name: '', logoUrl: 'x', colors: { accent: 'y', z: 1 } }),
      (error) => {
        assert.ok(error instanceof AppError)
        assert.equal(error.issues?.length, 4)
        return true
      },
    )
  })

  it('the logo is allowed by its origin alone', async () => {
    assert.equal(
      (await createBranding({ logoUrl: 'https://cdn.example:8443/a/b.png' })).logoSource,
      'https://cdn.example:8443',
    )
    assert.equal((await createBranding({ logoUrl: png })).logoSource, 'data:')
    assert.equal((await createBranding()).logoSource, null)
  })

  it('the hash is that of the style sheet', async () => {
    const branding = await createBranding({ colors: { accent: '#123' } })
    assert.equal(branding.styleSource, await toHashSource(branding.style))
    assert.match(branding.style, /--accent:#112233;/)
    assert.notEqual(branding.styleSource, (await createBranding()).styleSource)
  })
})

describe('branding: contrast (WCAG 2.2 §1.4.3)', () => {
  it('black on white is 21, a colour on itself 1', () => {
    assert.equal(contrastOf('#000000', '#ffffff'), 21)
    assert.equal(contrastOf('#b0441c', '#b0441c'), 1)
  })

  for (const [name, scheme] of Object.entries(toSchemes(defaultColors))) {
    const pairs: [string, string][] = [
      [scheme.text, scheme.surface],
      [scheme.text, scheme.background],
      [scheme.text, scheme.field],
      [scheme.text, scheme.dangerSurface],
      [scheme.muted, scheme.surface],
      [scheme.muted, scheme.background],
      [scheme.muted, scheme.field],
      [scheme.onAccent, scheme.accent],
    ]
    for (const [text, ground] of pairs) {
      it(`${name}: ${text} on ${ground} is AA`, () =>
        assert.ok(contrastOf(text, ground) >= minimumTextContrast))
    }
  }

  for (const accent of ['#000000', '#777777', '#ffff00', '#0000ff', '#ff0000', '#ffffff']) {
    it(`the text on an accent of ${accent} is AA`, () => {
      assert.ok(contrastOf(readableOn(accent), accent) >= minimumTextContrast)
    })
  }
})
