/** AccessPolicy: a rule that grants requests, and whom it is linked to. */
import { Type } from '@sinclair/typebox'
import { AnyValue, defineResource, Reference } from '../../schema/define-resource.ts'
import { compilePolicy } from '../compile-policy.ts'

/** Checked by its engine, which says more than a schema could; kept as it was written. */
const rule = (description: string) => Type.Optional(AnyValue({ description }))

export const AccessPolicy = defineResource({
  type: 'AccessPolicy',
  description: 'Grants requests. Without a policy that holds, a request is refused.',
  schema: Type.Object(
    {
      description: Type.Optional(Type.String({ maxLength: 10_000 })),
      engine: Type.Optional(
        Type.String({ maxLength: 64, description: 'allow, matcho, json-schema, sql or complex' }),
      ),
      link: Type.Optional(
        Type.Array(Reference('User', 'Client', 'Operation'), {
          minItems: 1,
          maxItems: 1000,
          // An empty link must not turn into no link, which is a policy for everybody.
          'x-keep-empty': true,
          description: 'Whose requests it is tried on; for everybody when there are neither links nor a role',
        }),
      ),
      roleName: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 256,
          'x-keep-empty': true,
          description: 'Only for users who hold this role',
        }),
      ),
      public: Type.Optional(
        Type.Boolean({
          description: 'true: it is meant for everybody, as a policy is that has neither links nor a role',
        }),
      ),
      readonly: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 512 }), {
          minItems: 1,
          maxItems: 100,
          'x-keep-empty': true,
          description:
            'Dotted paths of elements that may not be changed through this policy, such as `data.ward`',
        }),
      ),
      matcho: rule('Pattern that the request object is compared with'),
      schema: rule('JSON Schema (draft-07) that the request object is validated against'),
      sql: rule('Not offered yet'),
      and: rule('Rules that must all hold'),
      or: rule('Rules of which one must hold'),
    },
    { additionalProperties: false },
  ),
  search: [
    { name: 'link', type: 'reference', path: 'link' },
    { name: 'engine', type: 'token', path: 'engine' },
    { name: 'role-name', type: 'token', path: 'roleName' },
  ],
  examples: [
    {
      resourceType: 'AccessPolicy',
      id: 'practitioner-reads-patients',
      engine: 'matcho',
      roleName: 'practitioner',
      matcho: {
        operation: { id: { $enum: ['FhirRead', 'FhirSearch'] } },
        params: { 'resource/type': 'Patient' },
      },
    },
  ],
  check: (resource) => compilePolicy(resource).issues,
})
