/** The plug-in `console`: pages for developers and operators at `/ui`. All that they do they ask for over the public API. */
import { AppError } from '../kernel/errors.ts'
import type { Plugin, PluginHost, Route, RouteHandler, StartedPlugin } from '../plugin.ts'
import { listFiles, readBytes } from '../runtime/files.ts'
import { type Asset, answerAsset, readAssets } from './assets.ts'
import { ensureConsoleClient } from './console-client.ts'
import { describeConsole } from './open-api.ts'
import { consoleSettings } from './settings.ts'
import { shellHeaders } from './shell.ts'

export interface ConsoleOptions {
  /** Where the built files are. Default: those of this project. */
  readonly folder?: string
}

const builtFolder = new URL('../../console/dist', import.meta.url)
const files = { listFiles, readBytes }
const immutable = { 'cache-control': 'public, max-age=31536000, immutable' }
const checked = { 'cache-control': 'no-cache' }

export function webConsole({ folder }: ConsoleOptions = {}): Plugin<typeof consoleSettings> {
  return {
    name: 'console',
    settings: consoleSettings,
    start: (host) => startConsole(host, folder ?? decodeURIComponent(builtFolder.pathname)),
  }
}

async function startConsole(
  host: PluginHost<typeof consoleSettings>,
  folder: string,
): Promise<StartedPlugin> {
  const { pagesFolder } = host.settings
  const shell = (await readAssets(folder, shellHeaders, files)).get('index.html')
  if (shell === undefined) throw new Error(`${folder} has no index.html: run npm run console:build`)
  const assets = await readAssets(`${folder}/assets`, immutable, files)
  const pages =
    pagesFolder === undefined ? new Map<string, Asset>() : await readAssets(pagesFolder, checked, files)
  await ensureConsoleClient(host)
  return {
    routes: createRoutes(shell, assets, pages, host.baseUrl),
    links: { console: '/ui' },
    consolePages: [...pages.keys()].filter((name) => name.endsWith('.js')).map((name) => `/ui/pages/${name}`),
    openApi: describeConsole(),
  }
}

function createRoutes(
  shell: Asset,
  assets: ReadonlyMap<string, Asset>,
  pages: ReadonlyMap<string, Asset>,
  baseUrl: string,
): readonly Route[] {
  const showShell: RouteHandler = (request) => redirectHome(request, baseUrl) ?? answerAsset(shell, request)
  return [
    { path: '/ui', methods: { GET: showShell } },
    { path: '/ui/*', methods: { GET: showShell } },
    { path: '/ui/assets/:name', methods: { GET: (request) => answerNamed(assets, request) } },
    { path: '/ui/pages/:name', methods: { GET: (request) => answerNamed(pages, request) } },
  ]
}

function answerNamed(assets: ReadonlyMap<string, Asset>, request: Parameters<RouteHandler>[0]): Response {
  const asset = assets.get(request.params.name ?? '')
  if (asset === undefined) throw new AppError('not-found', 'not-found', 'The console has no such file')
  return answerAsset(asset, request)
}

/** So that a proxy which does not say what name it was called by sends nobody in circles. */
const mark = 'moved'

/** Opened at another name of this server, such as 127.0.0.1, the browser could call nothing: it is sent to the public URL. */
function redirectHome(
  { url, headers, isProxied }: Parameters<RouteHandler>[0],
  baseUrl: string,
): Response | null {
  const host = (headers.get(isProxied === true ? 'x-forwarded-host' : 'host') ?? '').split(',', 1)[0]?.trim()
  const home = new URL(baseUrl)
  const called = URL.parse(`${home.protocol}//${host}`)?.host
  if (called === undefined || called === home.host || url.searchParams.has(mark)) return null
  const target = new URL(url)
  target.searchParams.append(mark, '1')
  return new Response(null, { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } })
}
