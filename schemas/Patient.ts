/** FHIR R4 Patient (https://hl7.org/fhir/R4/patient.html), an example of a type that is added by a file alone. */
import { Type } from '@sinclair/typebox'
import {
  Address,
  Attachment,
  CodeableConcept,
  ContactPoint,
  DateTime,
  DomainResource,
  defineResource,
  Element,
  FhirDate,
  HumanName,
  Identifier,
  OneOf,
  Period,
  Reference,
} from 'firekeep/define-resource'

const Gender = OneOf('male', 'female', 'other', 'unknown')

const Contact = Element({
  relationship: Type.Optional(Type.Array(CodeableConcept)),
  name: Type.Optional(HumanName),
  telecom: Type.Optional(Type.Array(ContactPoint)),
  address: Type.Optional(Address),
  gender: Type.Optional(Gender),
  organization: Type.Optional(Reference('Organization')),
  period: Type.Optional(Period),
})

const Communication = Element({
  language: CodeableConcept,
  preferred: Type.Optional(Type.Boolean()),
})

const Link = Element({
  other: Reference('Patient', 'RelatedPerson'),
  type: OneOf('replaced-by', 'replaces', 'refer', 'seealso'),
})

export default defineResource({
  type: 'Patient',
  description: 'A person who receives care',
  schema: DomainResource({
    identifier: Type.Optional(Type.Array(Identifier)),
    active: Type.Optional(Type.Boolean()),
    name: Type.Optional(Type.Array(HumanName)),
    telecom: Type.Optional(Type.Array(ContactPoint)),
    gender: Type.Optional(Gender),
    birthDate: Type.Optional(FhirDate),
    deceasedBoolean: Type.Optional(Type.Boolean()),
    deceasedDateTime: Type.Optional(DateTime),
    address: Type.Optional(Type.Array(Address)),
    maritalStatus: Type.Optional(CodeableConcept),
    multipleBirthBoolean: Type.Optional(Type.Boolean()),
    multipleBirthInteger: Type.Optional(Type.Integer()),
    photo: Type.Optional(Type.Array(Attachment)),
    contact: Type.Optional(Type.Array(Contact)),
    communication: Type.Optional(Type.Array(Communication)),
    generalPractitioner: Type.Optional(
      Type.Array(Reference('Organization', 'Practitioner', 'PractitionerRole')),
    ),
    managingOrganization: Type.Optional(Reference('Organization')),
    link: Type.Optional(Type.Array(Link)),
  }),
  search: [
    { name: 'identifier', type: 'token', path: 'identifier' },
    { name: 'active', type: 'token', path: 'active' },
    { name: 'name', type: 'string', path: 'name' },
    { name: 'family', type: 'string', path: 'name.family' },
    { name: 'given', type: 'string', path: 'name.given' },
    { name: 'telecom', type: 'token', path: 'telecom' },
    { name: 'email', type: 'token', path: "telecom.where(system='email')" },
    { name: 'phone', type: 'token', path: "telecom.where(system='phone')" },
    { name: 'gender', type: 'token', path: 'gender' },
    { name: 'birthdate', type: 'date', path: 'birthDate' },
    { name: 'general-practitioner', type: 'reference', path: 'generalPractitioner' },
    { name: 'organization', type: 'reference', path: 'managingOrganization' },
  ],
  examples: [
    {
      resourceType: 'Patient',
      id: 'ann',
      active: true,
      name: [{ use: 'official', family: 'Walker', given: ['Ann'] }],
      gender: 'female',
      birthDate: '1980-02-29',
    },
  ],
  check: (patient) => {
    const pairs = [
      ['deceasedBoolean', 'deceasedDateTime'],
      ['multipleBirthBoolean', 'multipleBirthInteger'],
    ] as const
    return pairs
      .filter(([one, other]) => patient[one] !== undefined && patient[other] !== undefined)
      .map(([one, other]) => ({
        code: 'invariant',
        message: `only one of \`${one}\` and \`${other}\` may be given`,
        expression: `Patient.${other}`,
      }))
  },
})
