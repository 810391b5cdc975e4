import type en from './en.ts'

const fr: Record<keyof typeof en, string> = {
  answer: 'Ce que le serveur a répondu',
  lead: 'Le bac à sable continue dans son propre onglet ; vous pouvez fermer celui-ci. Si vous essayez à la main : le code sert une seule fois, pendant une minute.',
  nothing:
    'Le serveur renvoie ici les navigateurs après une connexion commencée dans le bac à sable. Cette adresse est venue sans réponse.',
  back: 'Vers le bac à sable',
}
export default fr
