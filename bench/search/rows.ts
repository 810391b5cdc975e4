/**
 * Made-up patients for searches, the same at every size: what is rare stays as rare, what is common has the same share. Ids
 * are in another order than the rows were written in, and values do not depend on each other.
 */

/** The n-th row's id. Different for each number below 2³². */
export function rowId(number: number): string {
  return `r${(Math.imul(number, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')}`
}

/** How many rows have each rare value, at every size. */
export const rareRows = 20
/** Rows of an ordinary organization, and of an ordinary practitioner. */
const rowsOfOne = 50

export const firstWrite = Date.UTC(2024, 0, 1)
const lastWrite = Date.UTC(2026, 0, 1)

/** Milliseconds since 1970. */
export function writtenAt(number: number, count: number): number {
  return Math.floor(firstWrite + ((lastWrite - firstWrite) * number) / count)
}

export function organizationCount(count: number): number {
  return Math.max(4, Math.floor(count / rowsOfOne))
}

const beginnings = [
  'Wal',
  'Mar',
  'Ben',
  'Kor',
  'Lin',
  'Sto',
  'Har',
  'Fel',
  'Gra',
  'Jan',
  'Ole',
  'Tur',
  'Vos',
  'Pet',
]
const middles = ['k', 'tin', 'ber', 'man', 'den', 'ling', 'gard', 'wick', 'stone', 'ford', 'mey', 'land']
const ends = ['er', 'son', 'ez', 'ski', 'en', 'is', 'ova', 'a']
/** In a family name of `rareRows` rows alone. */
export const rareFamily = 'Zyxwander'
const givenNames = [
  'Ann',
  'Marie',
  'Ben',
  'Carlos',
  'Dilek',
  'Ewa',
  'Fatima',
  'Goran',
  'Hana',
  'Ivo',
  'Jin',
  'Kofi',
]

/** A number from 0 to below `of` that depends on both, and looks like chance. */
function draw(number: number, what: number, of: number): number {
  let mixed = Math.imul(number ^ (what * 0x85ebca6b), 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f)
  return ((mixed ^ (mixed >>> 13)) >>> 0) % of
}

function pick<T>(list: readonly T[], number: number, what: number): T {
  return list[draw(number, what, list.length)] as T
}

/** Whether the row is one of the rare ones of this kind, which lie apart. */
function isRare(number: number, what: number, count: number): boolean {
  const step = Math.floor(count / rareRows)
  return number % step === what % step && number < step * rareRows
}

function familyOf(number: number, count: number): string {
  if (isRare(number, 1, count)) return rareFamily
  // The product of two: some beginnings are much more frequent than others.
  const beginning = beginnings[Math.floor((draw(number, 2, 14) * draw(number, 3, 14)) / 14)] ?? ''
  return beginning + pick(middles, number, 4) + pick(ends, number, 5)
}

function genderOf(number: number, count: number): string {
  if (isRare(number, 2, count)) return 'unknown'
  const share = draw(number, 6, 100)
  return share < 47 ? 'female' : share < 94 ? 'male' : 'other'
}

function birthDateOf(number: number): string {
  return new Date(Date.UTC(1930, 0, 1) + draw(number, 7, 33_000) * 86_400_000).toISOString().slice(0, 10)
}

/** A fifth belongs to one organization. */
function organizationOf(number: number, count: number): string {
  return draw(number, 8, 5) === 0 ? 'big' : `o${draw(number, 9, organizationCount(count))}`
}

/** About 900 bytes of JSON. `count`: rows in all. */
export function searchRow(number: number, count: number): Record<string, unknown> {
  const active = draw(number, 10, 100)
  return {
    resourceType: 'Patient',
    id: rowId(number),
    identifier: [
      { use: 'official', system: 'http://hospital.example.org/patients', value: `H-${number}` },
      { use: 'secondary', system: 'urn:oid:1.2.36.146.595.217.0.1', value: `MRN-${number}` },
    ],
    ...(active > 0 && { active: active > 5 }),
    name: [
      {
        use: 'official',
        family: familyOf(number, count),
        given: [pick(givenNames, number, 11), pick(givenNames, number, 12)],
      },
    ],
    telecom: [
      { use: 'home', system: 'phone', value: `(03) 5555 ${draw(number, 13, 10_000)}` },
      { use: 'work', system: 'email', value: `patient.${number}@example.org` },
    ],
    gender: genderOf(number, count),
    ...(!isRare(number, 3, count) && { birthDate: birthDateOf(number) }),
    address: [
      { use: 'home', line: [`${draw(number, 14, 900)} Erewhon Street`], city: 'Springfield', country: 'US' },
    ],
    generalPractitioner: [{ reference: `Practitioner/gp${draw(number, 15, organizationCount(count))}` }],
    managingOrganization: { reference: `Organization/${organizationOf(number, count)}` },
  }
}
