/**
 * The design of all pages for people, those of the sign-in and the console: colour, space, shape and type, as variables of a
 * style sheet. The pages hold them inline; the console links them (`/auth/design.css`), with the operator's colours.
 */
import type { BrandColors } from './brand-colors.ts'

/** Colours of one scheme as `#rrggbb`; checked before they come here. */
export interface SchemeColors {
  readonly background: string
  readonly surface: string
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly field: string
  readonly accent: string
  readonly onAccent: string
  readonly danger: string
  readonly dangerSurface: string
  readonly success: string
  readonly successSurface: string
  readonly warning: string
  readonly warningSurface: string
  /** Of code: keys, texts, numbers and other plain values, comments. */
  readonly codeKey: string
  readonly codeText: string
  readonly codeValue: string
  readonly codeComment: string
}

export const defaultColors: BrandColors = {
  accent: '#b0441c',
  background: '#f5f2ee',
  accentDark: '#f0935c',
  backgroundDark: '#151210',
}

export type FixedColors = Omit<SchemeColors, 'accent' | 'onAccent' | 'background'>

export const fixedLight: FixedColors = {
  surface: '#ffffff',
  text: '#1f1a17',
  muted: '#675d56',
  line: '#e4ddd6',
  field: '#f7f5f2',
  danger: '#b3261e',
  dangerSurface: '#fdecea',
  success: '#1d6b3f',
  successSurface: '#e7f4ec',
  warning: '#7a5200',
  warningSurface: '#fdf3dc',
  codeKey: '#8a3415',
  codeText: '#1d6b3f',
  codeValue: '#1d5391',
  codeComment: '#675d56',
}

export const fixedDark: FixedColors = {
  surface: '#201c19',
  text: '#f3ede7',
  muted: '#b5aaa1',
  line: '#3a342f',
  field: '#2a2521',
  danger: '#ff8a80',
  dangerSurface: '#3b211f',
  success: '#7fd4a0',
  successSurface: '#1b2f23',
  warning: '#f0c674',
  warningSurface: '#352b16',
  codeKey: '#f0a582',
  codeText: '#9fd4ad',
  codeValue: '#9cc4f2',
  codeComment: '#b5aaa1',
}

/** The same in both schemes. */
const measures: Readonly<Record<string, string>> = {
  font: 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif',
  mono: 'ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace',
  'text-small': '.875rem',
  'text-large': '1.125rem',
  'text-title': '1.5rem',
  'space-1': '.25rem',
  'space-2': '.5rem',
  'space-3': '.75rem',
  'space-4': '1rem',
  'space-5': '1.5rem',
  'space-6': '2rem',
  radius: '.625rem',
  'radius-small': '.5rem',
  'radius-large': '1rem',
  // What a finger can hit (WCAG 2.2 §2.5.8 asks for 24 px).
  control: '2.875rem',
  'control-small': '2.25rem',
  shadow: '0 1px 2px rgb(0 0 0/.04),0 12px 32px -12px rgb(0 0 0/.14)',
}

/** The variables for a light and a dark scheme. */
export function toDesign(light: SchemeColors, dark: SchemeColors): string {
  return `:root{color-scheme:light dark;${toVariables({ ...light })};${toVariables(measures)}}
@media (prefers-color-scheme:dark){:root{${toVariables({ ...dark })}}}
`
}

function toVariables(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
    .join(';')
}
