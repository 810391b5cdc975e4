/** The button that shows what is typed as a password. It appears only where its script runs; the form does without. */
import type { Branding } from './branding.ts'
import { dangerouslyTrustedHtml, html, type SafeHtml } from './html.ts'
import type { PageScript } from './layout.ts'

/**
 * A constant, allowed by its hash and nothing else, so that no value of a request can become script. The field becomes a
 * password again before the form is sent, so that no browser keeps what was shown among texts that were typed.
 */
const script =
  "const b=document.getElementById('show-password'),p=document.getElementById('password');" +
  "function set(shown){p.type=shown?'text':'password';" +
  'b.textContent=shown?b.dataset.hide:b.dataset.show}' +
  "b.addEventListener('click',()=>{set(p.type==='password');p.focus()});p.form.addEventListener('submit',()=>set(false));b.hidden=false"

export const showPasswordScript: PageScript = {
  element: dangerouslyTrustedHtml(`<script>${script}</script>`),
  source: "'sha256-z56kjhbxbj9EkD2V0EB5M5zqcPoBdCjK4nTZiHNLuyo='",
}

export function renderShowPassword({ texts }: Branding): SafeHtml {
  return html`<button class="show" type="button" id="show-password" aria-controls="password" aria-describedby="password-label" data-show="${texts['login.show']}" data-hide="${texts['login.hide']}" hidden>${texts['login.show']}</button>`
}
