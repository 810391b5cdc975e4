/** A document of each of nine types, with a dozen values that are searched by. */

const concept = (code: string, text = code) => ({
  coding: [{ system: 'http://snomed.info/sct', code, display: `What ${code} means` }],
  text,
})
const to = (type: string, id = 'some-one') => ({ reference: `${type}/${id}`, display: `${type} of that id` })
const address = {
  use: 'work',
  line: ['1 Long Lane'],
  city: 'Springfield',
  postalCode: '01234',
  country: 'US',
}
const phone = { system: 'phone', value: '(03) 5555 6473', use: 'work' }
const quantity = (value: number, unit: string) => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code: unit,
})
const at = '2025-04-01T10:00:00+02:00'
const subject = to('Patient')
const encounter = to('Encounter')

const documents = {
  Practitioner: {
    active: true,
    name: [{ use: 'official', family: 'Walker', given: ['Ann', 'Marie'], prefix: ['Dr.'] }],
    ...{
      telecom: [phone, { system: 'email', value: 'ann@example.org' }],
      gender: 'female',
      birthDate: '1980-02-29',
    },
    ...{ address: [address], qualification: [concept('309343006')], communication: [concept('en')] },
  },
  Organization: {
    ...{
      active: true,
      type: [concept('prov')],
      name: 'Good Health Clinic',
      alias: ['GHC'],
      telecom: [phone],
    },
    ...{
      address: [address],
      partOf: to('Organization'),
      founded: '1951',
      homepage: 'https://ghc.example.org',
    },
  },
  Location: {
    ...{ status: 'active', name: 'Ward 5', alias: ['North'], description: 'Third floor, left', beds: 12 },
    ...{ type: [concept('HOSP')], physicalType: concept('wa'), telecom: [phone], address },
    ...{ managingOrganization: to('Organization'), partOf: to('Location') },
  },
  Encounter: {
    ...{
      status: 'finished',
      class: { system: 'http://example.org/class', code: 'AMB' },
      type: [concept('270427003')],
    },
    ...{
      priority: concept('R'),
      subject,
      participant: [to('Practitioner')],
      reasonCode: [concept('22298006')],
    },
    ...{ period: { start: at, end: '2025-04-01T10:30:00+02:00' }, length: quantity(30, 'min') },
    ...{ location: [to('Location')], serviceProvider: to('Organization') },
  },
  Observation: {
    ...{
      status: 'final',
      category: [concept('vital-signs')],
      code: concept('8867-4', 'Heart rate'),
      subject,
      encounter,
    },
    ...{ effectiveDateTime: at, issued: '2025-04-01T08:05:00Z', performer: [to('Practitioner')] },
    ...{ valueQuantity: quantity(72, '/min'), interpretation: [concept('N')], method: concept('37931006') },
    note: [{ text: 'At rest, sitting' }],
  },
  Condition: {
    ...{ clinicalStatus: concept('active'), verificationStatus: concept('confirmed'), subject, encounter },
    ...{ category: [concept('problem-list-item')], severity: concept('24484000'), code: concept('22298006') },
    ...{
      bodySite: [concept('80891009')],
      onsetDateTime: '2020',
      recordedDate: at,
      recorder: to('Practitioner'),
    },
  },
  Procedure: {
    ...{ status: 'completed', category: concept('387713003'), code: concept('80146002'), subject, encounter },
    ...{ performedDateTime: at, recorder: to('Practitioner'), performer: [to('Practitioner')] },
    ...{ location: to('Location'), reasonCode: [concept('74400008')], outcome: concept('385669000') },
  },
  MedicationRequest: {
    ...{
      status: 'active',
      intent: 'order',
      category: [concept('outpatient')],
      priority: 'routine',
      subject,
      encounter,
    },
    ...{ medicationCodeableConcept: concept('387207008'), authoredOn: at, requester: to('Practitioner') },
    ...{ reasonCode: [concept('25064002')], quantity: quantity(20, '{tbl}'), repeats: 2 },
  },
  Immunization: {
    ...{ status: 'completed', vaccineCode: concept('28571000087109'), patient: subject, encounter },
    ...{
      occurrenceDateTime: at,
      primarySource: true,
      location: to('Location'),
      manufacturer: to('Organization'),
    },
    ...{
      lotNumber: 'A-4711',
      expirationDate: '2027-01',
      site: concept('368209003'),
      doseQuantity: quantity(0.5, 'mL'),
    },
  },
} as const satisfies Record<string, Record<string, unknown>>

export type SampleType = keyof typeof documents

export const sampleTypes = Object.keys(documents) as readonly SampleType[]

/** `number`: of its identifiers, which its searches find it by. */
export function sampleResource(type: SampleType, id: string, number: string): Record<string, unknown> {
  const identifier = [
    { use: 'official', system: 'urn:oid:1.2.36.146.595.217.0.1', value: `${type}-${number}` },
    { use: 'secondary', system: 'http://hospital.example.org', value: `H-${number}` },
  ]
  return { resourceType: type, id, identifier, ...documents[type] }
}
