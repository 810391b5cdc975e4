/** Origins that clients call from: their `allowed_origins` and those of their redirect URIs, in memory until a Client changes. */
import { everything } from '../engine/ports/condition.ts'
import { parseVersion, type Store } from '../engine/ports/store.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'

export interface ClientOrigins {
  allows(origin: string): Promise<boolean>
  stop(): void
}

export function createClientOrigins(store: Store): ClientOrigins {
  let known: Promise<ReadonlySet<string>> | undefined
  const watch = store.watch((change) => {
    if (change === null || change.type === 'Client') known = undefined
  })
  return {
    async allows(origin) {
      if (!watch.isTrusted()) known = undefined
      const loading = known ?? loadOrigins(store)
      known = loading
      // A failed load must not be remembered.
      loading.catch(() => {
        if (known === loading) known = undefined
      })
      return (await loading).has(origin)
    },
    stop: () => watch.stop(),
  }
}

async function loadOrigins(store: Store): Promise<ReadonlySet<string>> {
  const origins = new Set<string>()
  let afterId: string | undefined
  do {
    const page = await store.search({
      type: 'Client',
      where: everything,
      count: 500,
      afterId,
      withTotal: false,
    })
    for (const version of page.versions)
      for (const origin of originsOf(parseVersion(version))) origins.add(origin)
    afterId = page.hasMore ? page.versions.at(-1)?.id : undefined
  } while (afterId !== undefined)
  return origins
}

function originsOf(client: JsonObject): string[] {
  if (client.active === false) return []
  const auth = isJsonObject(client.auth) ? client.auth : {}
  const code = isJsonObject(auth.authorization_code) ? auth.authorization_code : {}
  const listed = [client.allowed_origins, code.redirect_uri, code.redirect_uris].flat()
  return listed.flatMap((one) => {
    const origin = typeof one === 'string' ? URL.parse(one)?.origin : undefined
    return origin === undefined || origin === 'null' ? [] : [origin]
  })
}
