import type en from './en.ts'

const fr: Record<keyof typeof en, string> = {
  'server.title': 'Ce serveur',
  'server.address': 'Adresse',
  'server.database': 'Base de données',
  'server.version': 'Version',
  'server.types': 'Types de ressources',
}
export default fr
