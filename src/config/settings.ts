/** Every setting of the server itself, once; plug-ins declare theirs. Order and words are those of `--help` and the README. */
import type { LogLevel } from '../kernel/log.ts'
import * as parse from './parse-values.ts'
import { setting } from './setting.ts'

const unset = { fallback: undefined, fallbackText: 'unset' }
const off = { allowed: '`on` or `off`', fallback: false, fallbackText: '`off`', parse: parse.parseSwitch }
const path = (text: string): string => text

export const settings = {
  port: setting<number>({
    name: 'PORT',
    allowed: 'a whole number from 0 to 65535',
    fallback: 8080,
    fallbackText: '`8080`',
    sentence: 'TCP port to listen on; `0` takes any free one.',
    parse: parse.parsePort,
  }),
  host: setting<string>({
    name: 'HOST',
    allowed: 'an IP address or a host name',
    fallback: '127.0.0.1',
    fallbackText: '`127.0.0.1`',
    sentence: 'Address to listen on; `0.0.0.0` takes all.',
    parse: parse.parseHost,
  }),
  baseUrl: setting<string | undefined>({
    name: 'BASE_URL',
    allowed: 'an http or https origin, such as `https://fhir.example.org`, without a path',
    fallback: undefined,
    fallbackText: '`http://localhost:$PORT`',
    sentence: 'Public URL of the server, and the OAuth issuer.',
    parse: parse.parseOrigin,
  }),
  databaseUrl: setting<string | undefined>({
    name: 'DATABASE_URL',
    allowed: 'a URL that begins with `postgres://` or `postgresql://`',
    ...unset,
    sentence: 'PostgreSQL 15 or later; when unset, the embedded PGlite is used.',
    isSecret: true,
    parse: parse.parseDatabaseUrl,
  }),
  dataDir: setting<string>({
    name: 'DATA_DIR',
    allowed: 'a folder, or `memory://`',
    fallback: './data',
    fallbackText: '`./data`',
    sentence: 'Folder of the embedded database and of generated keys; `memory://` keeps nothing.',
    parse: parse.parseDataDir,
  }),
  secretsKey: setting<string | undefined>({
    name: 'SECRETS_KEY',
    allowed: 'a random text of 32 to 1024 characters, such as `openssl rand -base64 32` prints',
    fallback: undefined,
    fallbackText: 'generated into `$DATA_DIR/secrets.key`',
    sentence:
      'Encrypts private signing keys in the database; servers that share a database need the same one.',
    isSecret: true,
    parse: parse.parseSecret(32),
  }),
  initBundle: setting<string | undefined>({
    name: 'INIT_BUNDLE',
    allowed: 'a YAML or JSON file, or a folder of them',
    ...unset,
    sentence: 'Resources that are put (or made, or removed) at every start: Bundles, lists, or single ones.',
    mustBe: 'file-or-folder',
    parse: path,
  }),
  schemaDir: setting<string | undefined>({
    name: 'SCHEMA_DIR',
    allowed: 'a folder',
    fallback: undefined,
    fallbackText: '`./schemas` where it exists',
    sentence: 'Folder of schema files, each of which adds a resource type.',
    mustBe: 'folder',
    parse: path,
  }),
  migrate: setting<boolean>({
    name: 'MIGRATE',
    allowed: '`on` or `off`',
    fallback: true,
    fallbackText: '`on`',
    sentence:
      'Makes and changes tables at the start; `off`: the start needs no right to do so, and `firekeep migrate` does it before.',
    parse: parse.parseSwitch,
  }),
  onSchemaMisfit: setting<'warn' | 'refuse'>({
    name: 'ON_SCHEMA_MISFIT',
    allowed: '`warn` or `refuse`',
    fallback: 'warn',
    fallbackText: '`warn`',
    sentence: 'What happens at the start when stored resources do not fit a schema that has changed.',
    parse: parse.parseChoice('warn', 'refuse'),
  }),
  devMode: setting<boolean>({
    name: 'DEV_MODE',
    ...off,
    sentence: 'Explains policy decisions and stage timings to any authenticated caller.',
    risk: 'policies and their decisions are told to everybody who is signed in',
  }),
  trustedProxies: setting<readonly string[]>({
    name: 'TRUSTED_PROXIES',
    allowed: 'a list of IP addresses or CIDR ranges, separated by commas',
    fallback: [],
    fallbackText: 'none',
    sentence: 'Proxies whose `X-Forwarded-*` and `Forwarded` headers are believed.',
    parse: parse.parseIpRanges,
  }),
  corsOrigins: setting<readonly string[]>({
    name: 'CORS_ORIGINS',
    allowed: 'a list of http or https origins, or `*`, separated by commas',
    fallback: [],
    fallbackText: 'none',
    sentence: 'Origins that may call from a browser, besides those of clients; `*` never with credentials.',
    parse: parse.parseOrigins,
  }),
  logLevel: setting<LogLevel>({
    name: 'LOG_LEVEL',
    allowed: '`debug`, `info`, `warn` or `error`',
    fallback: 'info',
    fallbackText: '`info`',
    sentence: 'Least important lines that are logged.',
    parse: parse.parseChoice('debug', 'info', 'warn', 'error'),
  }),
  logFormat: setting<'pretty' | 'json' | undefined>({
    name: 'LOG_FORMAT',
    allowed: '`pretty` or `json`',
    fallback: undefined,
    fallbackText: '`pretty` on a terminal, else `json`',
    sentence: 'Form of the log lines.',
    parse: parse.parseChoice('pretty', 'json'),
  }),
  plugins: setting<readonly string[]>({
    name: 'PLUGINS',
    allowed: 'a list of module paths, separated by commas',
    fallback: [],
    fallbackText: 'none',
    sentence: 'Further plug-ins: TypeScript or JavaScript modules that export one as their default.',
    parse: parse.parsePaths,
  }),
  builtInPlugins: setting<readonly string[]>({
    name: 'BUILT_IN_PLUGINS',
    allowed: '`none`, or a list of `oauth` and `policies`, separated by commas',
    fallback: ['oauth', 'policies'],
    fallbackText: '`oauth,policies`',
    sentence: 'Plug-ins of the server itself that are started.',
    parse: parse.parseNames,
  }),
  dangerouslyAllowEverything: setting<boolean>({
    name: 'DANGEROUSLY_ALLOW_EVERYTHING',
    ...off,
    sentence:
      'Lets everybody do everything when no plug-in decides who may do what; otherwise the server refuses to start.',
    risk: 'where no plug-in decides, everybody may do everything',
  }),
  outgoingInsecureHttp: setting<boolean>({
    name: 'OUTGOING_INSECURE_HTTP',
    ...off,
    sentence: 'Lets plug-ins call `http:` URLs, whose answers anybody on the way can change.',
    risk: 'plug-ins may call without encryption',
  }),
  outgoingPrivateRanges: setting<readonly string[]>({
    name: 'OUTGOING_PRIVATE_RANGES',
    allowed: 'a list of IP addresses or CIDR ranges, separated by commas',
    fallback: [],
    fallbackText: 'none',
    sentence: 'Private, loopback and link-local addresses that plug-ins may call all the same.',
    parse: parse.parseIpRanges,
  }),
}
