/** Another authorization server in the same rounds, on Bun and on Node, with what the scenarios need. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Running } from '../command-line.ts'
import { freePort } from '../free-port.ts'
import type { PostgresServer } from '../postgres-server.ts'
import type { TokenTarget } from '../scenarios/tokens.ts'
import { projectFolder, type ServerProcess, startServerProcess } from '../server-process.ts'
import { authorizeQuery, clientSecret, codeForm, redirectUri } from '../set-up-product.ts'

export const peerNames = ['oidc-provider'] as const

export interface Peer {
  readonly name: string
  readonly server: ServerProcess
  readonly target: TokenTarget
}

const folder = join(projectFolder, 'bench')
/** Tokens for it are JWTs. */
const resource = 'urn:bench:api'
const refreshTokenCount = 32
const mostRedirects = 12

/** Of `bench/package.json`, whose lock file says which they are. */
export function installPeers(): void {
  const wanted = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as { version: string }
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const isThere = Object.entries(dependencies).every(
    ([name, version]) =>
      existsSync(join(folder, 'node_modules', name)) &&
      wanted(`node_modules/${name}/package.json`).version === version,
  )
  if (isThere) return
  console.error('Installing the packages of bench/package.json into bench/node_modules, for --peer')
  try {
    const words = ['ci', '--no-audit', '--no-fund', '--ignore-scripts']
    execFileSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  } catch {
    throw new Error(
      'The packages of --peer could not be installed: try `npm ci` in bench/, or do without --peer',
    )
  }
}

export async function startPeers(database: PostgresServer, running: Running): Promise<readonly Peer[]> {
  installPeers()
  const peers: Peer[] = []
  for (const [name, program] of [
    ['oidc-provider on Bun', process.execPath],
    ['oidc-provider on Node', 'node'],
  ] as const) {
    const server = await startServerProcess({
      command: [program, 'bench/peer/oidc-provider-server.js'],
      port: await freePort(),
      env: {
        DATABASE_URL: await database.createDatabase('bench_peer'),
        NODE_ENV: 'production',
        ...{ CLIENT_SECRET: clientSecret, REDIRECT_URI: redirectUri, RESOURCE: resource },
      },
    })
    running.onStop(server.stop)
    peers.push({ name, server, target: await toTarget(name, server.url) })
  }
  return peers
}

async function toTarget(name: string, url: string): Promise<TokenTarget> {
  const jar = new Map<string, string>()
  const addressOf = async (client: string, scope: string, more: Record<string, string>) =>
    `${url}/auth?${new URLSearchParams({ ...(await authorizeQuery(client, scope)), ...more })}`
  const tokensOf = async (client: string, scope: string, more: Record<string, string> = { resource }) => {
    const code = await walk(await addressOf(client, scope, more), jar)
    const body = new URLSearchParams({ ...codeForm(client), code })
    const answer = await fetch(`${url}/token`, { method: 'POST', body })
    if (answer.status !== 200) throw new Error(`${name} has no tokens for ${client}: ${await answer.text()}`)
    return (await answer.json()) as { access_token: string; refresh_token: string }
  }
  const many = async (client: string, scope: string) => {
    const made: string[] = []
    while (made.length < refreshTokenCount) made.push((await tokensOf(client, scope)).refresh_token)
    return made
  }
  const target = {
    refreshTokens: await many('bench-jwt', 'api'),
    oidcRefreshTokens: await many('bench-oidc', 'openid api'),
    opaqueToken: (await tokensOf('bench-opaque', 'openid', {})).access_token,
  }
  return {
    ...{ server: name, suffix: ` (${name})`, setup: { ...target, cookie: toCookie(jar) } },
    urls: { token: `${url}/token`, introspect: `${url}/token/introspection` },
    authorizeUrl: await addressOf('bench-oidc', 'openid api', { resource }),
    jwtParams: { resource, scope: 'api' },
  }
}

/** As a browser goes: through sign-in and consent where the server wants them, to the code. */
async function walk(address: string, jar: Map<string, string>): Promise<string> {
  let url = address
  for (let redirects = 0; redirects < mostRedirects; redirects++) {
    const response = await fetch(url, { headers: { cookie: toCookie(jar) }, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url).href
    if (!url.startsWith(redirectUri)) continue
    const code = new URL(url).searchParams.get('code')
    if (code === null) throw new Error(`No code: ${url}`)
    return code
  }
  throw new Error(`${address} leads nowhere`)
}

function toCookie(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}
