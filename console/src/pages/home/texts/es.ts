import type en from './en.ts'

const es: Record<keyof typeof en, string> = {
  'server.title': 'Este servidor',
  'server.address': 'Dirección',
  'server.database': 'Base de datos',
  'server.version': 'Versión',
  'server.types': 'Tipos de recursos',
}
export default es
