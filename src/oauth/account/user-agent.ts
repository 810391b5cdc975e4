/** The browser and the system that a `User-Agent` header names (RFC 9110 §10.1.5): enough for a person to recognise their own. */

export interface NamedBrowser {
  readonly browser: string | undefined
  readonly system: string | undefined
}

/** In order: many browsers name the ones that they are made from, too. */
const browsers: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\biPad\b/, 'iPadOS'],
  [/\biPhone\b/, 'iOS'],
  [/\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

export function nameBrowser(userAgent: string): NamedBrowser {
  const find = (marks: typeof browsers) => marks.find(([mark]) => mark.test(userAgent))?.[1]
  return { browser: find(browsers), system: find(systems) }
}
