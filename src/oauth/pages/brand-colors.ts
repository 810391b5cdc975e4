/** The colours that can be set, and the two schemes made of them. Unreadable choices are refused. */
import type { Issue } from '../../kernel/errors.ts'
import { contrastOf, minimumTextContrast, readableOn } from './contrast.ts'
import { defaultColors, type FixedColors, fixedDark, fixedLight, type SchemeColors } from './design.ts'

/** As `#rgb` or `#rrggbb`. The accent colours the main button and the mark, the background lies around the card. */
export interface BrandColors {
  readonly accent: string
  readonly background: string
  readonly accentDark: string
  readonly backgroundDark: string
}

/** The light and the dark scheme. Expects colours that passed `checkColors`. */
export function toSchemes(colors: BrandColors): { light: SchemeColors; dark: SchemeColors } {
  return {
    light: toScheme(fixedLight, colors.accent, colors.background),
    dark: toScheme(fixedDark, colors.accentDark, colors.backgroundDark),
  }
}

/** All that is wrong with colours from outside: unknown names, bad syntax, a background that hides the text on it. */
export function checkColors(colors: Readonly<Record<string, unknown>>): Issue[] {
  return Object.entries(colors).flatMap(([name, color]) => {
    const message = checkColor(name, color)
    return message === null ? [] : [{ code: 'value', message, expression: `colors.${name}` }]
  })
}

function checkColor(name: string, color: unknown): string | null {
  if (!Object.hasOwn(defaultColors, name)) return 'is not a colour of the pages'
  if (typeof color !== 'string' || !/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color)) {
    return 'must be written as #rgb or #rrggbb'
  }
  if (!name.startsWith('background')) return null
  const scheme = name === 'background' ? fixedLight : fixedDark
  const readable = [scheme.text, scheme.muted].every(
    (text) => contrastOf(text, toSixDigits(color)) >= minimumTextContrast,
  )
  return readable
    ? null
    : `hides the text on it (contrast below ${minimumTextContrast}:1 with ${scheme.muted})`
}

function toScheme(fixed: FixedColors, accent: string, background: string): SchemeColors {
  const color = toSixDigits(accent)
  return { ...fixed, accent: color, onAccent: readableOn(color), background: toSixDigits(background) }
}

function toSixDigits(color: string): string {
  return color.length === 4 ? `#${[...color.slice(1)].map((digit) => digit + digit).join('')}` : color
}
