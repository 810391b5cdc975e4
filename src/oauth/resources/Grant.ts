/** The consent that a user gave to a client; asked again when the client wants more. Deleting it revokes the consent. */
import { Type } from '@sinclair/typebox'
import { defineResource, Reference } from '../../schema/define-resource.ts'

export const Grant = defineResource({
  type: 'Grant',
  description: 'What a user allowed a client to do.',
  schema: Type.Object(
    {
      user: Reference('User'),
      client: Reference('Client'),
      // Another user or client that is made under the same id has allowed, or been allowed, nothing.
      userCreatedAt: Type.Optional(
        Type.String({ maxLength: 40, description: '`meta.createdAt` of the user.' }),
      ),
      clientCreatedAt: Type.Optional(
        Type.String({ maxLength: 40, description: '`meta.createdAt` of the client.' }),
      ),
      // Empty: the client asked for none, and reaches nothing.
      scope: Type.Array(Type.String({ maxLength: 256 }), { maxItems: 500, 'x-keep-empty': true }),
      unrestricted: Type.Optional(
        Type.Boolean({
          description: 'Of older consents, and without effect: a scope such as `user/*.cruds` says it now.',
        }),
      ),
      start: Type.String({ maxLength: 40 }),
    },
    { additionalProperties: false },
  ),
  search: [
    { name: 'user', type: 'reference', path: 'user' },
    { name: 'client', type: 'reference', path: 'client' },
  ],
  interactions: ['read', 'search-type', 'delete', 'history-instance', 'vread'],
})
