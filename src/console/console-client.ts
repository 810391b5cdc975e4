/** `Client/console`: as what the console asks for tokens, like any other public client with PKCE (RFC 9700 §2.1.1). */
import type { JsonObject } from '../kernel/json.ts'
import { isJsonObject } from '../kernel/json.ts'
import type { PluginHost } from '../plugin.ts'

const type = { type: 'Client' }
const id = 'console'
export const callbackPath = '/ui/callback'
const afterSignOutPath = '/ui'

/** Short: a tab renews it by the sign-in of its browser, and what is left behind by a closed one ends soon. */
const tokenSeconds = 1800

/**
 * Makes it where it is not there. What an operator changed stays; only the addresses follow when the server moves to another
 * base URL. Nothing happens on a server without clients: nobody signs in there.
 */
export async function ensureConsoleClient({
  documents,
  registry,
  baseUrl,
}: Pick<PluginHost, 'documents' | 'registry' | 'baseUrl'>): Promise<void> {
  if (registry.get(type.type) === undefined) return
  const [callback, afterSignOut] = [baseUrl + callbackPath, baseUrl + afterSignOutPath]
  const made = await documents.create(type, {
    ...{ resourceType: 'Client', id, name: 'Console', first_party: true, grant_types: ['code'] },
    description: 'The console of this server, at /ui',
    auth: {
      authorization_code: {
        ...{ redirect_uris: [callback], pkce: true, access_token_expiration: tokenSeconds },
      },
    },
    post_logout_redirect_uris: [afterSignOut],
  })
  if (made !== null) return
  await documents.update(type, id, (client) => {
    const auth = objectAt(client, 'auth')
    const code = objectAt(auth, 'authorization_code')
    const redirectUris = moved(code.redirect_uris, callback, code.redirect_uri)
    const returnUris = moved(client.post_logout_redirect_uris, afterSignOut)
    if (redirectUris === null && returnUris === null) return null
    return {
      ...client,
      ...(redirectUris && {
        auth: { ...auth, authorization_code: { ...code, redirect_uris: redirectUris } },
      }),
      ...(returnUris && { post_logout_redirect_uris: returnUris }),
    }
  })
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key]
  return isJsonObject(value) ? value : {}
}

/** The addresses with ours, instead of those of an earlier base URL; null: it is among them. */
function moved(listed: unknown, url: string, single?: unknown): string[] | null {
  const known = Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : []
  if (single === url || known.includes(url)) return null
  const { pathname } = new URL(url)
  return [...known.filter((one) => URL.parse(one)?.pathname !== pathname), url]
}
