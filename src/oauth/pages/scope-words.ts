/** Scopes as sentences: those of OpenID Connect Core §5.4, and those of SMART App Launch for records. */
import { isUnrestrictedScope, readResourceScope } from '../../schema/resource-scopes.ts'
import { standardScopes } from '../oidc/user-claims.ts'
import type { Branding } from './branding.ts'
import { html, type SafeHtml } from './html.ts'
import { fillText, isTextKey } from './texts.ts'

const verbs = [
  { letters: 'rs', key: 'scope.read' },
  { letters: 'c', key: 'scope.create' },
  { letters: 'u', key: 'scope.update' },
  { letters: 'd', key: 'scope.delete' },
] as const

/** What the scope says; a scope that nobody knows is shown as it is. */
export function toScopeSentence(scope: string, branding: Branding): SafeHtml {
  const { texts } = branding
  const key = `scope.${scope}`
  if (namedScopes.has(scope) && isTextKey(key)) return html`${texts[key]}`
  const { types, letters } = readResourceScope(scope)
  if (types === undefined || letters === '')
    return fillText(texts['scope.other'], { scope: html`<bdi>${scope}</bdi>` })
  if (isUnrestrictedScope(scope)) return html`${texts['scope.everything']}`
  const values = { verbs: joinVerbs(letters, branding), type: toTypeWords(types, branding) }
  return fillText(texts[types === '*' ? 'scope.allRecords' : 'scope.records'], values)
}

const namedScopes: ReadonlySet<string> = new Set(standardScopes)

function joinVerbs(letters: string, { texts, language }: Branding): string {
  const said = verbs.filter((verb) => [...verb.letters].some((letter) => letters.includes(letter)))
  const words = said.map(({ key }) => texts[key])
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(words)
}

/** English says ‘medication request records’; the others put the name of the type in quotes. */
function toTypeWords(type: string, { language }: Branding): string {
  return /^en\b/.test(language) ? type.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase() : type
}
