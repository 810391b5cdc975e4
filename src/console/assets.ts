/** The built files of the console, read once at the start: how each is answered is known from then on. */
import { parseWeightedList } from '../formats/weighted-list.ts'
import type { RouteRequest } from '../plugin.ts'

export interface FileReader {
  readonly listFiles: (folder: string) => Promise<readonly string[]>
  readonly readBytes: (path: string) => Promise<Uint8Array<ArrayBuffer>>
}

export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The same under the coding `br`, made at build; undefined for what does not get smaller. */
  readonly brotli: Uint8Array<ArrayBuffer> | undefined
  /** With its quotes (RFC 9110 §8.8.3). */
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
}

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  html: 'text/html; charset=utf-8',
}

/** By name: the files directly in a folder that browsers ask for. `headers`: beside type, length and validator. */
export async function readAssets(
  folder: string,
  headers: Readonly<Record<string, string>>,
  { listFiles, readBytes }: FileReader,
): Promise<ReadonlyMap<string, Asset>> {
  const paths = new Map((await listFiles(folder)).map((path) => [nameOf(path), path]))
  const assets = new Map<string, Asset>()
  for (const [name, path] of paths) {
    const type = contentTypes[name.slice(name.lastIndexOf('.') + 1)]
    if (type === undefined) continue
    const packed = paths.get(`${name}.br`)
    const brotli = packed === undefined ? undefined : await readBytes(packed)
    assets.set(name, await toAsset(await readBytes(path), brotli, { 'content-type': type, ...headers }))
  }
  return assets
}

async function toAsset(
  bytes: Uint8Array<ArrayBuffer>,
  brotli: Uint8Array<ArrayBuffer> | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Asset> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const etag = `"${digest.toBase64({ alphabet: 'base64url', omitPadding: true }).slice(0, 22)}"`
  return { bytes, brotli, etag, headers }
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}

/** 200 with the file, or 304 where the browser has it (RFC 9110 §13.1.2). */
export function answerAsset(
  { bytes, brotli, etag, headers }: Asset,
  { headers: asked }: RouteRequest,
): Response {
  // A proxy that compresses makes a strong validator weak; it is compared weakly here anyway.
  const known = (asked.get('if-none-match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  const common = {
    ...headers,
    etag,
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  }
  if (known.includes(etag)) return new Response(null, { status: 304, headers: common })
  if (brotli === undefined || !takesBrotli(asked.get('accept-encoding')))
    return new Response(bytes, { headers: common })
  return new Response(brotli, { headers: { ...common, 'content-encoding': 'br' } })
}

const maximumCodings = 50

function takesBrotli(acceptEncoding: string | null): boolean {
  if (acceptEncoding === null) return false
  return parseWeightedList(acceptEncoding, maximumCodings).some(
    ({ name, weight }) => name === 'br' && weight > 0,
  )
}
