import { definePage } from '../../app/page.ts'

/** The redirect URI of the sandbox's clients (RFC 6749 §3.1.2), for a sign-in in a tab of its own. */
export default definePage({
  path: '/sandbox/callback',
  title: {
    en: 'Back from the sign-in',
    de: 'Zurück von der Anmeldung',
    fr: 'Retour de la connexion',
    es: 'De vuelta del inicio de sesión',
  },
  isPublic: true,
  load: () => import('./Callback.svelte'),
  texts: import.meta.glob('./texts/*.ts', { import: 'default' }),
})
