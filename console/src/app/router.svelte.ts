/** Where the person is: the URL below `/ui` is the state of a page, so that a link leads back to it. */

const base = '/ui'

export type Params = Readonly<Record<string, string>>

const here = $state({ path: pathOf(location.pathname), search: location.search })

export const route = {
  /** Below `/ui`, begins with a slash. */
  get path(): string {
    return here.path
  },
  get query(): URLSearchParams {
    return new URLSearchParams(here.search)
  },
  /** With the query: what a link to here leads to. */
  get href(): string {
    return base + (here.path === '/' ? '' : here.path) + here.search
  },
}

/** A link to a path of the console: `link('/resources/Patient', { name: 'ann' })`. Values that are empty are left out. */
export function link(
  path: string,
  query: Readonly<Record<string, string | undefined>> | URLSearchParams = {},
): string {
  const pairs = query instanceof URLSearchParams ? [...query] : Object.entries(query)
  const search = new URLSearchParams(pairs.flatMap(([name, value]) => (value ? [[name, value]] : [])))
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  return base + (encoded === '/' ? '' : encoded) + (search.size > 0 ? `?${search}` : '')
}

/** `href`: what `link` makes. `replace`: the way back does not lead here, for a filter that is typed. */
export function go(href: string, { replace = false } = {}): void {
  const url = new URL(href, location.href)
  if (replace) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  arrive()
}

function arrive(): void {
  here.path = pathOf(location.pathname)
  here.search = location.search
}

function pathOf(pathname: string): string {
  const below = pathname.startsWith(base) ? pathname.slice(base.length) : pathname
  return below.replace(/\/+$/, '') || '/'
}

/** `/resources/:type/:id?` and `/sandbox/*` against a path; null: another one. */
export function match(pattern: string, path: string): Params | null {
  const [names, parts] = [split(pattern), split(path)]
  const params: Record<string, string> = {}
  for (const [at, name] of names.entries()) {
    const part = parts[at]
    if (name === '*') return { ...params, '*': parts.slice(at).join('/') }
    if (part === undefined) return names.slice(at).every((one) => one.endsWith('?')) ? params : null
    if (name.startsWith(':')) params[name.replace(/^:|\?$/g, '')] = part
    else if (name !== part) return null
  }
  return parts.length > names.length ? null : params
}

function split(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map(decode)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Links of the page go on without loading it again, unless they are meant for another tab or a file. */
export function followLinks(): void {
  addEventListener('popstate', arrive)
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    const anchor = event.target instanceof Element ? event.target.closest('a') : null
    if (anchor === null || anchor.target !== '' || anchor.hasAttribute('download')) return
    const { origin, pathname, hash } = anchor
    if (origin !== location.origin || (pathname !== base && !pathname.startsWith(`${base}/`)) || hash !== '')
      return
    event.preventDefault()
    go(anchor.href)
  })
}
