const en = {
  'server.title': 'This server',
  'server.address': 'Address',
  'server.database': 'Database',
  'server.version': 'Version',
  'server.types': 'Resource types',
}
export default en
