/** How the pages look: name, logo, colours and texts in each language, checked once at the start of the server. */
import { AppError, type Issue } from '../../kernel/errors.ts'
import type { RequestSnapshot } from '../../plugin.ts'
import { type BrandColors, checkColors, toSchemes } from './brand-colors.ts'
import { defaultColors, toDesign } from './design.ts'
import { chooseLanguage, languages, primarySubtag } from './languages.ts'
import { isImageUrl, maximumLogoLength, toImageSource } from './logo.ts'
import { toStyle } from './style.ts'
import { en } from './texts/en.ts'
import { isTextKey, type Texts } from './texts.ts'

/** What can be set; all of it is optional. */
export interface BrandingSettings {
  /** Shown on every page and in its title. */
  readonly name?: string
  /** BCP 47 tag of the language of `texts`, and of the pages for people who wish none that there is. */
  readonly language?: string
  /** `https:` or `data:image/…`; instead of the mark. */
  readonly logoUrl?: string
  readonly colors?: Partial<BrandColors>
  readonly texts?: Partial<Texts>
}

/** Settings that passed, with what every page needs ready made, in one language. */
export interface Branding {
  readonly name: string
  /** BCP 47. */
  readonly language: string
  /** Of the texts that this language has none of and the operator wrote: the footer, and the help at the sign-in. */
  readonly ownLanguage: string
  readonly logoUrl: string | null
  readonly texts: Texts
  /** The variables that `style` begins with. */
  readonly design: string
  readonly style: string
  /** SHA-256 of `style` as a source of a Content-Security-Policy, in its quotes. */
  readonly styleSource: string
  /** Where the logo comes from, as such a source; null without a logo. */
  readonly logoSource: string | null
}

const defaultName = 'Firekeep'
const maximumNameLength = 80
const maximumTextLength = 1_000
const settingNames = ['name', 'language', 'logoUrl', 'colors', 'texts']

/** The pages in every language. */
export interface Brandings {
  /** Where nobody is asked. */
  readonly usual: Branding
  /** In the language that the person wishes: `uiLocales` or that parameter of the request's query, then `Accept-Language`. */
  of(request: Pick<RequestSnapshot, 'headers' | 'queryString'>, uiLocales?: string): Branding
}

export async function createBrandings(settings: unknown = {}): Promise<Brandings> {
  const usual = await createBranding(settings)
  const own = primarySubtag(usual.language)
  const others = Object.entries(languages).filter(([language]) => language !== own)
  const made = new Map<string, Branding>([
    [own, usual],
    ...others.map(([language, texts]) => [language, translate(usual, language, texts)] as const),
  ])
  return {
    usual,
    of(
      { headers, queryString },
      uiLocales = new URLSearchParams(queryString).get('ui_locales') ?? undefined,
    ) {
      const wishes = { uiLocales, acceptLanguage: headers.get('accept-language') }
      return made.get(chooseLanguage(wishes, (subtag) => made.has(subtag)) ?? own) ?? usual
    },
  }
}

/** What a language leaves empty and the operator has written is shown in the operator's language. */
function translate(usual: Branding, language: string, texts: Texts): Branding {
  const written = Object.entries(usual.texts).filter(([key]) => isTextKey(key) && texts[key] === '')
  return { ...usual, language, texts: { ...texts, ...Object.fromEntries(written) } }
}

/** Checks settings from outside and makes them ready. Throws AppError `bad-branding` with all problems at once. */
export async function createBranding(settings: unknown = {}): Promise<Branding> {
  const issues = checkBranding(settings)
  if (issues.length > 0) {
    const message = issues.map((issue) => `${issue.expression}: ${issue.message}`).join('; ')
    throw new AppError('invalid', 'bad-branding', message, { issues })
  }
  const given = settings as BrandingSettings
  const { light, dark } = toSchemes({ ...defaultColors, ...given.colors })
  const design = toDesign(light, dark)
  const style = toStyle(design)
  const language = given.language ?? 'en'
  return {
    name: given.name ?? defaultName,
    ...{ language, ownLanguage: language },
    logoUrl: given.logoUrl ?? null,
    texts: { ...(languages[primarySubtag(language)] ?? en), ...given.texts },
    ...{ design, style },
    styleSource: await toHashSource(style),
    logoSource: given.logoUrl === undefined ? null : toImageSource(given.logoUrl),
  }
}

/** The hash that lets exactly this text through (CSP Level 3 §6.7.3.3). */
export async function toHashSource(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `'sha256-${new Uint8Array(digest).toBase64()}'`
}

/** Whether they can be had as they are. */
export function isBranding(settings: unknown): settings is BrandingSettings {
  return checkBranding(settings).length === 0
}

function checkBranding(settings: unknown): Issue[] {
  if (!isRecord(settings)) return [problem('branding', 'must be an object')]
  const issues: Issue[] = []
  for (const key of Object.keys(settings)) {
    if (!settingNames.includes(key)) issues.push(problem(key, 'is not a setting of the pages'))
  }
  const { name, language, logoUrl, colors, texts } = settings
  if (name !== undefined && !isLine(name, maximumNameLength)) {
    issues.push(problem('name', `must be a line of 1 to ${maximumNameLength} characters`))
  }
  if (language !== undefined && !isLanguage(language))
    issues.push(problem('language', 'must be a BCP 47 tag'))
  if (logoUrl !== undefined && !isImageUrl(logoUrl)) {
    issues.push(
      problem('logoUrl', `must be an https: or data:image/ URL of at most ${maximumLogoLength} characters`),
    )
  }
  if (colors !== undefined) {
    issues.push(...(isRecord(colors) ? checkColors(colors) : [problem('colors', 'must be an object')]))
  }
  if (texts !== undefined) {
    issues.push(...(isRecord(texts) ? checkTexts(texts) : [problem('texts', 'must be an object')]))
  }
  return issues
}

function checkTexts(texts: Readonly<Record<string, unknown>>): Issue[] {
  return Object.entries(texts).flatMap(([key, text]) => {
    if (!isTextKey(key)) return [problem(`texts.${key}`, 'is not a text of the pages')]
    if (text === '' || isLine(text, maximumTextLength)) return []
    return [problem(`texts.${key}`, `must be a line of at most ${maximumTextLength} characters`)]
  })
}

function isLine(value: unknown, maximumLength: number): value is string {
  if (typeof value !== 'string' || value.length > maximumLength) return false
  return value.trim() !== '' && !/\p{Cc}/u.test(value)
}

function isLanguage(value: unknown): boolean {
  try {
    return typeof value === 'string' && Intl.getCanonicalLocales(value).length === 1
  } catch {
    return false
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function problem(expression: string, message: string): Issue {
  return { code: 'value', message, expression }
}
