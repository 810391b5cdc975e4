/** What the operator sees when the server is ready. */
import type { Config } from '../config.ts'
import { version } from '../kernel/version.ts'

export interface WelcomeFacts {
  readonly config: Pick<Config, 'databaseUrl' | 'dataDir'>
  readonly url: string
  /** Such as `Bun 1.4.5`. */
  readonly runtime: string
  readonly startMs: number
  /** Secrets that were made at this start, by the name of their setting. */
  readonly generated: Readonly<Record<string, string>>
  /** Sentences about the configuration. */
  readonly cautions?: readonly string[]
}

export function welcome(facts: WelcomeFacts): string {
  const { url, runtime, startMs, generated } = facts
  const lines = [
    '',
    `  Firekeep ${version} on ${runtime}, ready after ${(startMs / 1000).toFixed(1)} s`,
    '',
    `    Server      ${url}`,
    `    Types       ${url}/metadata`,
    `    Discovery   ${url}/.well-known/openid-configuration`,
    `    Data        ${describeData(facts.config)}`,
    ...(facts.cautions ?? []).map((caution) => `    Caution     ${caution}`),
    ...secretLines(generated),
    ...nextStep(url, generated.ROOT_CLIENT_SECRET),
    '',
  ]
  return `${lines.join('\n')}\n`
}

/** Without user and password of the database. */
export function describeData({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): string {
  if (databaseUrl !== undefined) {
    const { host, pathname } = new URL(databaseUrl)
    return `PostgreSQL, ${host || 'local'}${pathname}`
  }
  return dataDir === 'memory://'
    ? 'embedded PGlite in memory, nothing is kept'
    : `embedded PGlite in ${dataDir}`
}

function secretLines(generated: Readonly<Record<string, string>>): readonly string[] {
  const { ROOT_CLIENT_SECRET: secret, ADMIN_PASSWORD: password } = generated
  if (secret === undefined && password === undefined) return []
  return [
    '',
    '  First start: keep these, they are not shown again.',
    '',
    ...(secret === undefined ? [] : [`    Client root, secret     ${secret}`]),
    ...(password === undefined ? [] : [`    User admin, password    ${password}`]),
  ]
}

/** Not indented, so that the here-document ends when it is pasted. */
function nextStep(url: string, rootSecret: string | undefined): readonly string[] {
  if (rootSecret === undefined) return []
  return [
    '',
    '  Next: register an application. Paste this into another terminal:',
    '',
    `curl -u root:${rootSecret} -X PUT ${url}/Client/webapp \\`,
    "  -H 'Content-Type: text/yaml' -H 'Accept: text/yaml' --data-binary @- <<'END'",
    'secret: verysecret',
    'first_party: true',
    'grant_types: [code]',
    'auth:',
    '  authorization_code:',
    "    redirect_uri: 'http://myapp.app'",
    '    access_token_expiration: 360',
    '    token_format: jwt',
    '    secret_required: true',
    '    refresh_token: true',
    'END',
  ]
}
