/** A person who signs in. */
import { Type } from '@sinclair/typebox'
import type { DocumentOf } from '../engine/ports/documents.ts'
import { AnyObject, defineResource, Reference, Secret } from '../schema/define-resource.ts'
import { minSecretLength } from '../schema/secret-paths.ts'

const text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, description })
const contact = Type.Object(
  { value: text(320), type: Type.Optional(text(64)), primary: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)

const address = Type.Object(
  {
    formatted: Type.Optional(text(1000, 'The whole address, as on a letter.')),
    streetAddress: Type.Optional(text(400)),
    locality: Type.Optional(text(200, 'City.')),
    region: Type.Optional(text(200)),
    postalCode: Type.Optional(text(40)),
    country: Type.Optional(text(100)),
    type: Type.Optional(text(64)),
    primary: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

export const User = defineResource({
  type: 'User',
  description: 'A person who signs in; access policies are linked to users.',
  schema: Type.Object(
    {
      userName: Type.Optional(text(200, 'A name to sign in with, besides the id and the e-mail address.')),
      email: Type.Optional(
        Type.String({
          minLength: 3,
          maxLength: 320,
          pattern: '^[^\\s@]+@[^\\s@]+$',
          examples: ['ann@example.com'],
        }),
      ),
      email_verified: Type.Optional(Type.Boolean()),
      password: Type.Optional(
        Secret({
          minLength: minSecretLength,
          description: `Password; write-only. At least ${minSecretLength} characters.`,
        }),
      ),
      active: Type.Optional(Type.Boolean({ description: '`false`: the user cannot sign in.' })),
      inactive: Type.Optional(
        Type.Boolean({ description: '`true`: the user cannot sign in; open sessions end.' }),
      ),
      displayName: Type.Optional(text(200)),
      name: Type.Optional(
        Type.Object(
          {
            formatted: Type.Optional(text(400)),
            givenName: Type.Optional(text(200)),
            middleName: Type.Optional(text(200)),
            familyName: Type.Optional(text(200)),
          },
          { additionalProperties: false },
        ),
      ),
      nickName: Type.Optional(text(200)),
      gender: Type.Optional(text(32)),
      birthDate: Type.Optional(
        Type.String({
          pattern: '^\\d{4}(-\\d{2}-\\d{2})?$',
          description: '`2001-02-03`, or the year alone.',
        }),
      ),
      addresses: Type.Optional(Type.Array(address, { maxItems: 20 })),
      emails: Type.Optional(Type.Array(contact, { maxItems: 20 })),
      phoneNumber: Type.Optional(text(64)),
      phone_number_verified: Type.Optional(Type.Boolean()),
      phoneNumbers: Type.Optional(Type.Array(contact, { maxItems: 20 })),
      locale: Type.Optional(text(35)),
      timezone: Type.Optional(text(64)),
      photo: Type.Optional(text(2048)),
      profileUrl: Type.Optional(text(2048)),
      website: Type.Optional(text(2048)),
      identifier: Type.Optional(
        Type.Array(
          Type.Object(
            { system: Type.Optional(text(512)), value: Type.Optional(text(256)) },
            { additionalProperties: false },
          ),
          { maxItems: 50 },
        ),
      ),
      fhirUser: Type.Optional(Reference()),
      link: Type.Optional(Type.Array(AnyObject(), { maxItems: 50 })),
      data: Type.Optional(AnyObject({ description: 'Whatever policies want to know.' })),
    },
    { additionalProperties: false },
  ),
  search: [
    { name: 'user-name', type: 'token', path: 'userName', ignoreCase: true },
    { name: 'email', type: 'token', path: 'email', ignoreCase: true },
    {
      ...{ name: 'sign-in-name', type: 'token', path: 'id | userName | email', ignoreCase: true },
      description: 'What the user signs in with: the id, the user name or the e-mail address.',
    },
    { name: 'name', type: 'string', path: 'name.formatted | name.givenName | name.familyName | displayName' },
    { name: 'inactive', type: 'token', path: 'inactive' },
  ],
  examples: [{ resourceType: 'User', id: 'ann', email: 'ann@example.com', password: 'a-long-password' }],
})

export type UserDocument = DocumentOf<typeof User>

/** Whether a person may act at all. */
export function isActiveUser({ resource }: UserDocument): boolean {
  return resource.inactive !== true && resource.active !== false
}
