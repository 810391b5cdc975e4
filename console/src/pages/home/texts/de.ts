import type en from './en.ts'

const de: Record<keyof typeof en, string> = {
  'server.title': 'Dieser Server',
  'server.address': 'Adresse',
  'server.database': 'Datenbank',
  'server.version': 'Version',
  'server.types': 'Ressourcentypen',
}
export default de
