/** What a scope means to the person who is asked for it. */
import { html, type SafeHtml } from './html.ts'
import { fillText, isTextKey, type Texts } from './texts.ts'

/** A sentence for the scopes that OpenID Connect Core §5.4 and SMART name; another scope is shown as it is. */
export function toScopeSentence(scope: string, texts: Texts): SafeHtml {
  const key = `scope.${scope}`
  if (isTextKey(key) && scope !== 'other') return html`${texts[key]}`
  return fillText(texts['scope.other'], { scope: html`<code>${scope}</code>` })
}
