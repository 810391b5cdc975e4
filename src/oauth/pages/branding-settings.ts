/** The settings that brand the pages. Order and words are those of `--help` and of the README's table. */
import { type Setting, setting } from '../../config/setting.ts'
import { type BrandingSettings, isBranding } from './branding.ts'

interface Words {
  readonly name: string
  readonly allowed: string
  readonly sentence: string
  readonly fallbackText?: string
}

/** A setting of one part of the branding: what `read` makes of its text, if the pages can have it. */
function brandSetting<K extends keyof BrandingSettings>(
  part: K,
  words: Words,
  read: (text: string) => unknown = (text) => text,
): Setting<BrandingSettings[K]> {
  const parse = (text: string) => {
    const branding: unknown = { [part]: read(text) }
    return isBranding(branding) ? branding[part] : undefined
  }
  return setting<BrandingSettings[K]>({ fallbackText: 'unset', ...words, parse, fallback: undefined })
}

export const brandingSettings = {
  brandName: brandSetting('name', {
    name: 'BRAND_NAME',
    allowed: 'a line of 1 to 80 characters',
    fallbackText: '`Firekeep`',
    sentence: 'Name on the pages for people.',
  }),
  brandLogoUrl: brandSetting('logoUrl', {
    name: 'BRAND_LOGO_URL',
    allowed: 'an `https:` or `data:image/` URL of at most 65536 characters',
    fallbackText: 'a flame',
    sentence: 'Image beside the name.',
  }),
  brandColors: brandSetting(
    'colors',
    {
      name: 'BRAND_COLORS',
      allowed:
        'a list such as `accent=#b0441c,background=#f5f2ee,accentDark=#f0935c,backgroundDark=#151210`, whose backgrounds leave the text readable',
      fallbackText: 'these',
      sentence: 'Colours of the pages, in the light and in the dark.',
    },
    readPairs,
  ),
  brandLanguage: brandSetting('language', {
    name: 'BRAND_LANGUAGE',
    allowed: 'a BCP 47 tag',
    fallbackText: '`en`',
    sentence:
      'Language of `BRAND_TEXTS`, and of the pages for people whose browser wishes none of en, de, fr, es, nl, it, pt.',
  }),
  brandTexts: brandSetting(
    'texts',
    {
      name: 'BRAND_TEXTS',
      allowed:
        'a JSON object such as `{"login.title":"Anmelden"}`, with names from `src/oauth/pages/texts/en.ts`',
      sentence:
        'Texts of the pages in place of the usual ones in that language; details of errors stay as they are.',
    },
    readJson,
  ),
}

type BrandingValues = {
  readonly [Key in keyof typeof brandingSettings]: (typeof brandingSettings)[Key]['fallback']
}

export function toBrandingSettings(values: BrandingValues): BrandingSettings {
  return {
    name: values.brandName,
    logoUrl: values.brandLogoUrl,
    colors: values.brandColors,
    language: values.brandLanguage,
    texts: values.brandTexts,
  }
}

function readPairs(text: string): unknown {
  const pairs = text.split(',').map((pair) => pair.split('=').map((word) => word.trim()))
  return pairs.every(({ length }) => length === 2) ? Object.fromEntries(pairs) : text
}

/** Null, which is no object of texts, for what is no JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
