import { definePage } from '../../app/page.ts'

export default definePage({
  path: '/sandbox/:grant?',
  title: { en: 'Sandbox', de: 'Sandbox', fr: 'Bac à sable', es: 'Sandbox' },
  group: 'tools',
  order: 10,
  isOffered: (server) => server.hasType('Client') && server.discovery.token_endpoint !== undefined,
  load: () => import('./Sandbox.svelte'),
  texts: import.meta.glob('./texts/*.ts', { import: 'default' }),
})
