/** All paths of the server, for the router: plug-ins' exact ones, the system's, the engine's, and the rest. */
import type { HttpOptions } from './create-http.ts'
import type { RouterRoute } from './router.ts'
import { createEngineRoutes, unknownPath } from './routes/engine-routes.ts'
import { type MethodTable, runMethod } from './routes/method-table.ts'
import { createPluginRoutes } from './routes/plugin-routes.ts'
import { createSystemRoutes } from './routes/system-routes.ts'

type FindMethods = (segments: readonly string[]) => MethodTable

/** Throws Error when two plug-ins claim the same route. */
export function collectRoutes(options: HttpOptions): readonly RouterRoute[] {
  const { engine, registry, baseUrl, plugins } = options
  const { authenticate } = options.callers
  const finders = new Map<string, FindMethods>()
  for (const route of createEngineRoutes(registry, { engine, authenticate, baseUrl })) {
    finders.set(route.pattern, route.findMethods)
  }
  for (const { pattern, methods } of createSystemRoutes({ ...options, authenticate })) {
    finders.set(pattern, () => methods)
  }
  const own = [...(options.routes ?? []), ...plugins.flatMap((plugin) => plugin.routes ?? [])]
  for (const [path, methods] of createPluginRoutes(own, { authenticate, baseUrl })) {
    finders.set(path, withFallback(methods, finders.get(path) ?? finderOfShape(finders, path)))
  }
  const routes = [...finders].map(([pattern, find]) => toRouterRoute(pattern, find))
  return [...routes, toRouterRoute('/*', noSuchPath)]
}

function toRouterRoute(pattern: string, find: FindMethods): RouterRoute {
  return { pattern, handle: (exchange) => runMethod(exchange, find(exchange.target.segments)) }
}

function noSuchPath(): never {
  throw unknownPath()
}

/** The engine's route that the path would have had: `/Session` is a plug-in's for DELETE and a type for GET. */
function finderOfShape(finders: ReadonlyMap<string, FindMethods>, path: string): FindMethods | undefined {
  const depth = path.split('/').length - 1
  return depth === 1 ? finders.get('/:type') : depth === 2 ? finders.get('/:type/:id') : undefined
}

function withFallback(methods: MethodTable, fallback: FindMethods | undefined): FindMethods {
  return (segments) => {
    const others = fallback === undefined ? [] : otherMethods(fallback, segments)
    return others.length === 0 ? methods : new Map([...others, ...methods])
  }
}

function otherMethods(fallback: FindMethods, segments: readonly string[]) {
  try {
    return [...fallback(segments)]
  } catch {
    // No type of this name: the path is the plug-in's alone.
    return []
  }
}
