/** Role: what a user is, by name. Policies with this `roleName` are tried on the user's requests. */
import { Type } from '@sinclair/typebox'
import { AnyValue, defineResource, Reference, type ReferenceValue } from '../schema/define-resource.ts'

export const Role = defineResource({
  type: 'Role',
  description: 'A role that a user holds; open for further fields, which policies can read as session.role',
  schema: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 256, description: 'What policies say as `roleName`' }),
      user: Reference('User'),
      description: Type.Optional(Type.String({ maxLength: 10_000 })),
      links: Type.Optional(
        Type.Unsafe<Record<string, ReferenceValue>>({
          type: 'object',
          properties: {},
          additionalProperties: Reference(),
          maxProperties: 100,
          description: 'Resources that stand for the user in this role, such as `practitioner`',
        }),
      ),
      context: Type.Optional(AnyValue({ description: 'Anything that policies should know' })),
    },
    { additionalProperties: true },
  ),
  search: [
    { name: 'name', type: 'token', path: 'name' },
    { name: 'user', type: 'reference', path: 'user' },
  ],
  examples: [
    {
      resourceType: 'Role',
      id: 'ann-practitioner',
      name: 'practitioner',
      user: { reference: 'User/ann' },
      links: { practitioner: { reference: 'Practitioner/p1' } },
    },
  ],
})
