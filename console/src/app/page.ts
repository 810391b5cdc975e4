/** What a page of the console is: a folder of `pages/` whose `page.ts` has one as its default export. */
import type { Component } from 'svelte'
import type { Language, Say, TextFiles, Texts } from './language.ts'
import type { Params } from './router.svelte.ts'
import type { Server } from './server.svelte.ts'

/** Parts of the navigation, in this order. */
export const groups = ['start', 'data', 'people', 'tools', 'server'] as const
export type Group = (typeof groups)[number]

export interface PageProps<T extends Texts = Texts> {
  /** What the names of the path stand for, decoded. */
  readonly params: Params
  /** Says a sentence of the page's own `texts`. */
  readonly t: Say<T>
}

export interface Page {
  /** Below `/ui`: `/clients`, `/resources/:type?/:id?`, `/sandbox/*`. */
  readonly path: string
  /** In the navigation, in the tab and as the heading. */
  readonly title: Readonly<Record<Language, string>>
  /** Left out: not in the navigation. */
  readonly group?: Group
  /** Within its group, small first. Default 100. */
  readonly order?: number
  /** Whether the server has what the page is about; otherwise it is as if there were no such page. */
  readonly isOffered?: (server: Server) => boolean
  /** Whether it is shown to people who are not signed in. */
  readonly isPublic?: boolean
  readonly load: () => Promise<{ readonly default: Component<never> }>
  /** `import.meta.glob('./texts/*.ts', { import: 'default' })`. */
  readonly texts?: TextFiles
}

export function definePage(page: Page): Page {
  return page
}
