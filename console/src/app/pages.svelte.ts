/** The pages that there are: those of the console, a folder each, and those that plug-ins and the operator add. */
import type { Component } from 'svelte'
import { call, callJson } from '../api/call.ts'
import { isLanguage, language, loadTexts, type Say } from './language.ts'
import { groups, type Page, type PageProps } from './page.ts'
import { go, link, match, type Params } from './router.svelte.ts'
import type { Server } from './server.svelte.ts'

const own = import.meta.glob<Page>('../pages/*/page.ts', { eager: true, import: 'default' })
let all = $state.raw<readonly Page[]>(sort(Object.values(own)))

function sort(pages: readonly Page[]): readonly Page[] {
  const place = ({ group, order = 100 }: Page) =>
    (group === undefined ? -1 : groups.indexOf(group)) * 1000 + order
  return pages.toSorted((one, other) => place(one) - place(other))
}

export function pagesOf(server: Server): readonly Page[] {
  return all.filter(({ isOffered }) => isOffered?.(server) ?? true)
}

export function findPage(path: string, server: Server): { page: Page; params: Params } | null {
  for (const page of pagesOf(server)) {
    const params = match(page.path, path)
    if (params !== null) return { page, params }
  }
  return null
}

export interface OpenedPage {
  readonly view: Component<PageProps>
  readonly t: Say<Readonly<Record<string, string>>>
}

export async function openPage({ load, texts = {} }: Page): Promise<OpenedPage> {
  const [module, t] = await Promise.all([load(), loadTexts(texts)])
  return { view: module.default as unknown as Component<PageProps>, t }
}

/** What is to be done when a page is left, if anything. */
export type Leave = (() => void) | undefined

/** A page from elsewhere: it fills an element with what it makes by the DOM, and returns what is to be done when it is left. */
export interface AddedPage extends Omit<Page, 'load' | 'texts' | 'title'> {
  /** One text, or one by language; `en` stands for those that are left out. */
  readonly title: string | Readonly<Record<string, string>>
  readonly mount: (element: HTMLElement, console: Lent) => Leave | Promise<Leave>
}

/** What is lent to such a page: the same as the console's own pages have. */
export interface Lent {
  readonly params: Params
  readonly language: string
  readonly call: typeof call
  readonly callJson: typeof callJson
  readonly go: typeof go
  readonly link: typeof link
}

/** `urls`: of modules of this server whose default export is an `AddedPage`. One that fails is left out, and said in the browser's console. */
export async function addPages(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    try {
      if (new URL(url).origin !== location.origin) throw new Error('it is not from this server')
      const { default: added } = (await import(/* @vite-ignore */ url)) as { default: AddedPage }
      all = sort([...all, toPage(added)])
    } catch (error) {
      globalThis.console.error(`The page ${url} was not added`, error)
    }
  }
}

function toPage({ title, mount, ...page }: AddedPage): Page {
  const titleOf = (tag: string) =>
    typeof title === 'string' ? title : (title[isLanguage(tag) ? tag : 'en'] ?? title.en ?? page.path)
  return {
    ...page,
    title: { en: titleOf('en'), de: titleOf('de'), fr: titleOf('fr'), es: titleOf('es') },
    async load() {
      const { default: frame } = await import('../components/AddedPage.svelte')
      // Svelte components are functions: this one is handed what it mounts.
      const view = (anchor: never, props: PageProps) => {
        const lent: Lent = { params: props.params, language, call, callJson, go, link }
        return frame(anchor, { mount, lent })
      }
      return { default: view as unknown as Component<never> }
    },
  }
}
