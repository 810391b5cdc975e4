import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createBranding } from '../../../../src/oauth/pages/branding.ts'
import { brandingSettings, toBrandingSettings } from '../../../../src/oauth/pages/branding-settings.ts'

const { brandName, brandLogoUrl, brandColors, brandLanguage, brandTexts } = brandingSettings

describe('settings of the pages', () => {
  const taken: readonly (readonly [string, unknown, unknown])[] = [
    ['BRAND_NAME', brandName.parse('Klinik Nord'), 'Klinik Nord'],
    ['BRAND_LOGO_URL', brandLogoUrl.parse('https://cdn.example/logo.svg'), 'https://cdn.example/logo.svg'],
    [
      'BRAND_COLORS',
      brandColors.parse('accent = #06c, accentDark=#8cf'),
      { accent: '#06c', accentDark: '#8cf' },
    ],
    ['BRAND_LANGUAGE', brandLanguage.parse('de-CH'), 'de-CH'],
    ['BRAND_TEXTS', brandTexts.parse('{"login.title":"Anmelden"}'), { 'login.title': 'Anmelden' }],
  ]
  for (const [name, value, expected] of taken) {
    it(`${name} is taken`, () => assert.deepEqual(value, expected))
  }

  const refused: readonly (readonly [string, unknown])[] = [
    ['a name that is too long', brandName.parse('x'.repeat(81))],
    ['a name of two lines', brandName.parse('a\nb')],
    ['a logo that is script', brandLogoUrl.parse('javascript:alert(1)')],
    ['a logo without encryption', brandLogoUrl.parse('http://cdn.example/logo.svg')],
    ['a colour by name', brandColors.parse('accent=red')],
    ['a colour without a name', brandColors.parse('#06c')],
    ['a colour of nothing', brandColors.parse('text=#000')],
    ['a colour that is a rule', brandColors.parse('accent=#fff;}body{display:none')],
    ['a background that hides the text', brandColors.parse('background=#333')],
    ['no language', brandLanguage.parse('not a language')],
    ['texts that are no JSON', brandTexts.parse('login.title=x')],
    ['texts that are a list', brandTexts.parse('["x"]')],
    ['a text of no page', brandTexts.parse('{"login.nothing":"x"}')],
  ]
  for (const [name, value] of refused) it(`refuses ${name}`, () => assert.equal(value, undefined))

  it('are those that the pages show', async () => {
    const unset = {
      brandName: undefined,
      brandLogoUrl: undefined,
      brandColors: undefined,
      brandLanguage: undefined,
      brandTexts: undefined,
    }
    assert.deepEqual(await createBranding(toBrandingSettings(unset)), await createBranding())
    const branding = await createBranding(
      toBrandingSettings({
        ...unset,
        brandName: 'Klinik',
        brandColors: { accent: '#06c' },
        brandTexts: { 'login.title': 'Anmelden' },
      }),
    )
    assert.equal(branding.name, 'Klinik')
    assert.equal(branding.texts['login.title'], 'Anmelden')
    assert.match(branding.style, /--accent:#0066cc/)
  })

  it('say the usual values as they are', async () => {
    const colors = /`(accent=[^`]+)`/.exec(brandColors.allowed)?.[1] ?? ''
    assert.equal(
      (await createBranding({ colors: brandColors.parse(colors) })).style,
      (await createBranding()).style,
    )
    assert.equal(brandName.fallbackText, `\`${(await createBranding()).name}\``)
    assert.equal(brandLanguage.fallbackText, `\`${(await createBranding()).language}\``)
  })
})
