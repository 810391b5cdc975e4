/** The narrowest simple policy that allows a person one kind of request, as the documents print it. */

/** Ids of policies and users are of the same grammar; at most 64 characters. */
export function neededPolicy(userId: string, method: string, path: string): string {
  const [first = '', second] = path
    .replace(/^\/fhir(?=\/)/, '')
    .slice(1)
    .split('/')
  const isType = /^[A-Z]\w*$/.test(first)
  const verb = method === 'GET' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes'
  const id = `${userId}-${verb}-${first.toLowerCase().replace(/[^a-z0-9-]/g, '')}`.slice(0, 64)
  const what = isType ? [`  params: {resource/type: ${first}}`] : [`  uri: '${path.replaceAll("'", "''")}'`]
  return [
    `PUT /AccessPolicy/${id}`,
    'Content-Type: text/yaml',
    '',
    'engine: matcho',
    `description: ${userId} ${verb} ${isType ? first : path}${second === undefined ? '' : ''}`,
    `link: [{reference: User/${userId}}]`,
    'matcho:',
    `  request-method: ${method.toLowerCase()}`,
    ...what,
  ].join('\n')
}
