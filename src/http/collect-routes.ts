/** All paths of the server with their methods: the engine's, the system's, and plug-ins', which win over both. */
import type { Route, StartedPlugin } from '../plugin.ts'
import type { Handler, Params } from './answer.ts'
import type { Cors } from './response/cors.ts'
import {
  createInteractionRoutes,
  type HttpRoute,
  type InteractionRouteParts,
  listInteractionPaths,
} from './routes/interaction-routes.ts'
import type { MethodTable } from './routes/other-methods.ts'
import { createPluginRoutes } from './routes/plugin-routes.ts'
import { createSystemRoutes, type SystemParts } from './routes/system-routes.ts'

export interface RouteParts extends InteractionRouteParts, SystemParts {
  readonly plugins: readonly StartedPlugin[]
  /** Routes of the composition root, besides those of plug-ins. */
  readonly routes?: readonly Route[]
  readonly cors: Cors
}

export interface PathRoutes {
  readonly methods: MethodTable
  /** A step of a person's browser (`Route.navigation`), for all methods. */
  readonly isNavigation: boolean
}

/** By path, as Elysia writes it. Throws Error when two plug-ins claim the same method of a path. */
export function collectRoutes(parts: RouteParts): ReadonlyMap<string, PathRoutes> {
  const tables = new Map<string, Map<string, Handler>>()
  for (const path of listInteractionPaths(parts)) tables.set(path, new Map())
  addRoutes(tables, [...createInteractionRoutes(parts), ...createSystemRoutes(parts)])
  const own = [...(parts.routes ?? []), ...parts.plugins.flatMap(({ routes }) => routes ?? [])]
  const added = createPluginRoutes(own, parts)
  for (const { path } of added) if (!tables.has(path)) tables.set(path, new Map(coveredBy(path, tables)))
  addRoutes(tables, added)
  const navigation = new Set(own.filter((route) => route.navigation === true).map(({ path }) => path))
  return new Map(
    [...tables].map(([path, methods]) => [path, { methods, isNavigation: navigation.has(path) }]),
  )
}

function addRoutes(tables: Map<string, Map<string, Handler>>, routes: readonly HttpRoute[]): void {
  for (const { method, path, handle } of routes) {
    const table = tables.get(path) ?? new Map<string, Handler>()
    tables.set(path, table.set(method, handle))
  }
}

/** What an exact path would have had by a path with names: the methods that the plug-in does not claim stay. */
function* coveredBy(path: string, tables: ReadonlyMap<string, MethodTable>): Generator<[string, Handler]> {
  if (path.includes(':') || path.includes('$')) return
  for (const [pattern, methods] of tables) {
    const params = matchPath(pattern, path)
    if (params === null) continue
    for (const [method, handle] of methods) yield [method, (exchange) => handle(exchange, params)]
  }
}

function matchPath(pattern: string, path: string): Params | null {
  if (!pattern.includes(':')) return null
  const [names, parts] = [pattern.split('/'), path.split('/')]
  if (names.length !== parts.length) return null
  const params: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? ''
    if (name.startsWith(':')) params[name.slice(1)] = part
    else if (name !== part) return null
  }
  return params
}
