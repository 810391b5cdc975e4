/** Callers with `Authorization: ApiKey <id>:<secret>`. Each key is a resource, and acts as its user. */
import { defineResource, Reference, Secret, Type } from 'firekeep/define-resource'
import { AppError, type Plugin, type PluginHost, type RequestSnapshot, Role, User } from 'firekeep/plugin'

const ApiKey = defineResource({
  type: 'ApiKey',
  description: 'Lets a program act as a user. To withdraw it, delete it or change its secret.',
  schema: Type.Object({ user: Reference('User'), secret: Secret({ minLength: 32 }) }),
  search: [{ name: 'user', type: 'reference', path: 'user' }],
})

export default {
  name: 'api-key',
  resources: [ApiKey, User, Role],
  start: (host) => ({
    authenticator: {
      challenges: ['ApiKey realm="firekeep"'],
      authenticate: (request) => recognise(request, host),
    },
  }),
} satisfies Plugin

async function recognise({ headers }: RequestSnapshot, host: PluginHost) {
  const [, id, secret] = /^ApiKey ([\w.-]+):(.+)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (id === undefined || secret === undefined) return null
  const key = await host.documents.get(ApiKey, id)
  const fits = await host.keyedSecrets.verify(`ApiKey/${id}`, key?.secrets.secret, secret)
  const user = key?.resource.user.reference?.replace('User/', '') ?? ''
  const caller = fits ? await host.callerOf(user, `User/${user} (ApiKey/${id})`) : null
  if (caller === null) throw new AppError('unauthenticated', 'invalid-key', 'The API key is not valid')
  return caller
}
