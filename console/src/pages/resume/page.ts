import { definePage } from '../../app/page.ts'

/** Where a tab signs in for another one whose sign-in has ended. */
export default definePage({
  path: '/resume',
  title: {
    en: 'You are signed in again',
    de: 'Sie sind wieder angemeldet',
    fr: 'Vous êtes de nouveau connecté',
    es: 'Ha vuelto a iniciar sesión',
  },
  load: () => import('./Resume.svelte'),
})
