import { definePage } from '../../app/page.ts'

export default definePage({
  path: '/',
  title: { en: 'Home', de: 'Start', fr: 'Accueil', es: 'Inicio' },
  group: 'start',
  order: 0,
  load: () => import('./Home.svelte'),
  texts: import.meta.glob('./texts/*.ts', { import: 'default' }),
})
