/** The page that asks for a user's name and password. */
import type { Branding } from './branding.ts'
import { type FormParts, renderHiddenFields } from './hidden-fields.ts'
import { attributes, html, type SafeHtml } from './html.ts'
import { type Page, renderLayout } from './layout.ts'
import { safeUrl } from './safe-url.ts'
import { renderShowPassword, showPasswordScript } from './show-password.ts'
import { fillText, toDuration } from './texts.ts'

export interface LoginPageParts extends FormParts {
  readonly branding: Branding
  /** Filled in and editable: the login hint, or what was typed before. */
  readonly username?: string
  /** Who asks for the sign-in. */
  readonly clientName?: string
  /** What went wrong, for the person; the same for a wrong password and an unknown user. */
  readonly error?: string
  /** How long to wait before the next attempt counts. */
  readonly retryAfterSeconds?: number
}

const errorId = 'login-error'

export function renderLoginPage(parts: LoginPageParts): Page {
  const { branding, clientName } = parts
  const message = toMessage(parts)
  const body = html`${clientName !== undefined && html`<p class="muted">${fillText(branding.texts['login.lead'], { client: html`<bdi>${clientName}</bdi>` })}</p>`}
${message !== null && html`<p class="alert" role="alert" id="${errorId}">${message}</p>`}
<form method="post" action="${safeUrl(parts.action)}">
${renderHiddenFields(parts)}${renderInputs(parts, message !== null)}
<div class="actions"><button class="button primary" type="submit">${branding.texts['login.submit']}</button></div>
</form>
${branding.texts['login.help'] !== '' && html`<p class="muted small" lang="${branding.ownLanguage}">${branding.texts['login.help']}</p>`}`
  // The title says that something went wrong, because browsers do not announce an alert that was there from the start.
  const titlePrefix = message === null ? '' : '⚠ '
  const title = branding.texts['login.title']
  return renderLayout({ branding, title, titlePrefix, body, script: showPasswordScript })
}

function toMessage({ branding, error, retryAfterSeconds }: LoginPageParts): SafeHtml | null {
  if (retryAfterSeconds === undefined) return error === undefined ? null : html`${error}`
  const wait = fillText(branding.texts['login.wait'], {
    wait: toDuration(retryAfterSeconds, branding.language),
  })
  return html`${error !== undefined && `${error} `}${wait}`
}

function renderInputs({ branding, username = '' }: LoginPageParts, failed: boolean): SafeHtml {
  const state = attributes({ 'aria-invalid': failed && 'true', 'aria-describedby': failed && errorId })
  // The cursor starts where the person has to type: behind a name that is filled in already.
  const focusName = attributes({ autofocus: username === '' })
  const focusPassword = attributes({ autofocus: username !== '' })
  return html`<label for="username">${branding.texts['login.username']}</label>
<input class="text-field" id="username" name="username" type="text" value="${username}" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="256" required ${state} ${focusName}>
<label for="password" id="password-label">${branding.texts['login.password']}</label>
<div class="password"><input class="text-field" id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="1024" required ${state} ${focusPassword}>
${renderShowPassword(branding)}</div>`
}
