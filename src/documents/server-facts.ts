/** What the server says of itself: what it is, what runs, where to go. */
import { version } from '../kernel/version.ts'
import type { ServerFacts, StartedPlugin } from '../plugin.ts'

export interface FactsParts {
  readonly baseUrl: string
  readonly plugins: readonly StartedPlugin[]
  readonly database: string
}

const ownLinks = {
  metadata: '/metadata',
  docs: '/docs',
  'openapi.json': '/openapi.json',
  health: '/health',
  Operation: '/Operation',
}

export function toServerFacts(
  { baseUrl, plugins, database }: FactsParts,
  state: ServerFacts['state'],
): ServerFacts {
  const paths: Record<string, string> = Object.assign({}, ownLinks, ...plugins.map(({ links }) => links))
  const links = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, baseUrl + path]))
  const consolePages = plugins.flatMap((plugin) => plugin.consolePages ?? []).map((path) => baseUrl + path)
  return {
    ...{ name: 'Firekeep', version, database, state, links },
    ...(consolePages.length > 0 && { consolePages }),
  }
}
