/** The fields of a form that people do not see: the token against forged requests, and what the request carried. */
import { html, type SafeHtml } from './html.ts'

/** Name of the input with the token that is bound to the browser session. */
const csrfField = 'csrf'

/** Inputs with a meaning of their own, which a carried field must not pose as. */
const reserved: ReadonlySet<string> = new Set([csrfField, 'username', 'password', 'decision'])

/** What a form of ours posts, and where. */
export interface FormParts {
  readonly action: string
  readonly csrfToken: string
  readonly fields?: Readonly<Record<string, string>>
}

/** The hidden inputs of a form of ours. Carried fields with a reserved name are left out. */
export function renderHiddenFields({ csrfToken, fields = {} }: Omit<FormParts, 'action'>): SafeHtml {
  const carried = Object.entries(fields).filter(([name]) => !reserved.has(name))
  return html`${[[csrfField, csrfToken] as const, ...carried].map(([name, value]) => renderHiddenField(name, value))}`
}

export function renderHiddenField(name: string, value: string): SafeHtml {
  return html`<input type="hidden" name="${name}" value="${value}">
`
}
