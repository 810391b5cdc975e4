/** A patient of a usual size: about 1.8 KB of JSON. */
export function samplePatient(number: number | string, family = `Walker-${number}`): Record<string, unknown> {
  const address = (use: string, line: string) => ({
    use,
    type: 'both',
    line: [line, 'Third floor, left'],
    city: 'Springfield',
    district: 'Riverside',
    state: 'Example State',
    postalCode: '01234',
    country: 'US',
    period: { start: '2011-04-01' },
  })
  return {
    resourceType: 'Patient',
    id: patientId(number),
    identifier: [
      {
        use: 'official',
        type: {
          coding: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/v2-0203',
              code: 'MR',
              display: 'Medical record number',
            },
          ],
        },
        system: 'urn:oid:1.2.36.146.595.217.0.1',
        value: `MRN-${number}`,
        period: { start: '2001-05-06' },
      },
      { use: 'secondary', system: 'http://hospital.example.org/patients', value: `H-${number}` },
    ],
    active: true,
    name: [
      { use: 'official', family, given: ['Ann', 'Marie'], prefix: ['Dr.'] },
      { use: 'usual', given: ['Annie'] },
      { use: 'maiden', family: 'Windsor', given: ['Ann', 'Marie'], period: { end: '2002' } },
    ],
    telecom: [
      { use: 'home', system: 'phone', value: '(03) 5555 6473', rank: 1 },
      { use: 'work', system: 'phone', value: '(03) 3410 5613', rank: 2 },
      { use: 'home', system: 'email', value: `ann.walker.${number}@example.org` },
    ],
    gender: 'female',
    birthDate: '1980-02-29',
    deceasedBoolean: false,
    address: [address('home', '534 Erewhon Street'), address('work', '1 Long Lane')],
    maritalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M' }],
      text: 'Married',
    },
    contact: [
      {
        relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0131', code: 'N' }] }],
        name: { family: 'Walker', given: ['Ben'] },
        telecom: [{ system: 'phone', value: '+33 (237) 998327' }],
        gender: 'male',
      },
    ],
    managingOrganization: { reference: 'Organization/1', display: 'Good Health Clinic' },
  }
}

export function patientId(number: number | string): string {
  return `bench-${number}`
}
