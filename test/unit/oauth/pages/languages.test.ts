/** The languages of the pages: none lacks a text or a placeholder, and people get the one that they wish. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createBrandings } from '../../../../src/oauth/pages/branding.ts'
import { chooseLanguage, languages } from '../../../../src/oauth/pages/languages.ts'
import { toScopeSentence } from '../../../../src/oauth/pages/scope-words.ts'
import { en } from '../../../../src/oauth/pages/texts/en.ts'
import { readProjectFiles } from '../../../architecture/project-files.ts'
import { renderSamples } from './page-samples.ts'

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

describe('the languages of the pages', () => {
  it('are one file each', async () => {
    const files = await readProjectFiles('src/oauth/pages/texts')
    const names = files.map(({ path }) => path.split('/').at(-1)?.replace('.ts', ''))
    assert.deepEqual(names.sort(), Object.keys(languages).sort())
  })

  for (const [language, texts] of Object.entries(languages)) {
    it(`${language} has every text with its placeholders, and no other`, () => {
      assert.deepEqual(Object.keys(texts).sort(), Object.keys(en).sort())
      for (const [key, text] of Object.entries(en)) {
        const own = texts[key as keyof typeof en]
        assert.deepEqual(placeholders(own), placeholders(text), key)
        assert.equal(own === '', text === '', `${key} is empty only where it is in English`)
      }
    })

    it(`${language} is what the pages say they are in, and leaves no placeholder open`, async () => {
      const branding = (await createBrandings()).of(wish(language))
      for (const [name, { html, language: told }] of Object.entries(
        renderSamples(branding, (field) => field),
      )) {
        assert.match(html, new RegExp(`<html lang="${language}">`), name)
        assert.equal(told, language, name)
        assert.doesNotMatch(html.replace(/<(style|script)>.*?<\/\1>/gs, ''), /\{\w+\}/, name)
      }
    })
  }

  it('are different ones', () => {
    for (const key of ['login.wrong', 'grant.everything', 'error.advice'] as const) {
      const all = Object.values(languages).map((texts) => texts[key])
      assert.equal(new Set(all).size, all.length, key)
    }
  })

  it('put scopes into words', async () => {
    const brandings = await createBrandings()
    const say = (language: string) =>
      toScopeSentence('user/Patient.crs', brandings.of(wish(language))).toString()
    assert.equal(say('en'), 'read and create patient records')
    assert.equal(say('de'), 'Daten vom Typ „Patient“ lesen und anlegen')
    assert.equal(say('fr'), 'lire et créer les données de type « Patient »')
  })
})

const wish = (language: string, queryString?: string) => ({
  headers: new Headers({ 'accept-language': language }),
  queryString,
})

describe('the language of a person', () => {
  const isOffered = (subtag: string) => Object.hasOwn(languages, subtag)
  const cases: [string | undefined, string | null, string | undefined][] = [
    [undefined, null, undefined],
    [undefined, '', undefined],
    [undefined, 'de', 'de'],
    [undefined, 'DE-at;q=0.5', 'de'],
    [undefined, 'da, fr;q=0.4, es;q=0.8', 'es'],
    [undefined, 'fr;q=0, it', 'it'],
    [undefined, '*', undefined],
    [undefined, 'xx, *;q=0.1', undefined],
    [undefined, 'fr;q=high, nl', 'nl'],
    [undefined, 'constructor, __proto__', undefined],
    ['pt-BR de', 'fr', 'pt'],
    ['da xx', 'fr', 'fr'],
    ['', 'fr', 'fr'],
    ['not a tag ;;', 'nl', 'nl'],
    [undefined, `${'xx,'.repeat(5000)}de`, undefined],
  ]
  for (const [uiLocales, acceptLanguage, expected] of cases) {
    it(`${uiLocales} and ${acceptLanguage?.slice(0, 30)} become ${expected}`, () => {
      assert.equal(chooseLanguage({ uiLocales, acceptLanguage }, isOffered), expected)
    })
  }
})

describe('brandings', () => {
  it('have the texts of the operator in the language that they are in, and the usual ones in the others', async () => {
    const texts = { 'login.title': 'Servus', 'layout.footer': 'Impressum' }
    const brandings = await createBrandings({ language: 'de-AT', texts })
    const austrian = brandings.of(wish('de'))
    assert.deepEqual([austrian.language, austrian.texts['login.title']], ['de-AT', 'Servus'])
    assert.equal(austrian.texts['login.submit'], 'Anmelden')
    assert.equal(brandings.of(wish('ja')), brandings.usual)
    assert.equal(brandings.usual, austrian)
    const french = brandings.of(wish('fr'))
    assert.deepEqual([french.language, french.texts['login.title']], ['fr', 'Connexion'])
    // There is no French footer: the operator's, which says what language it is in.
    assert.deepEqual([french.texts['layout.footer'], french.ownLanguage], ['Impressum', 'de-AT'])
  })

  it('are in a language that only the operator knows, over English', async () => {
    const brandings = await createBrandings({ language: 'da', texts: { 'login.title': 'Log ind' } })
    assert.equal(brandings.of(wish('da')).texts['login.title'], 'Log ind')
    assert.equal(brandings.of(wish('en')).texts['login.title'], 'Sign in')
  })

  it('listen to ui_locales before the browser', async () => {
    const brandings = await createBrandings()
    assert.equal(brandings.of(wish('fr', 'a=b&ui_locales=it+de')).language, 'it')
    assert.equal(brandings.of(wish('fr', 'ui_locales=it'), 'nl').language, 'nl')
  })
})
