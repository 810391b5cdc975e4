/** Reading and writing one resource, on both floors and on the product. */
import { type LoadRequest, type LoadUnit, placeholder } from '../load-job.ts'
import { patientId, samplePatient } from '../sample-patient.ts'
import type { ProductSetup } from '../set-up-product.ts'
import { onFloor, onProduct, type Place, type Scenario } from './scenario.ts'

export const patientCount = 200

export interface ResourceTargets {
  readonly bareUrl: string
  readonly equalUrl: string
  readonly productUrl: string
  readonly setup: ProductSetup
}

interface Kind {
  /** Of the rows; the callers stand behind it. */
  readonly name: string
  readonly count: number
  /** Of the ratio to the floor that does equal work. */
  readonly aim?: number
  readonly before?: (at: Place) => LoadUnit
  readonly unit: (at: Place) => LoadUnit
  /** Names of callers in the setup. */
  readonly callers: readonly (keyof typeof callerTexts)[]
}

const callerTexts = { jwt: 'JWT', opaque: 'opaque token', basic: 'HTTP Basic', writer: 'JWT' } as const

const kinds: readonly Kind[] = [
  {
    name: 'GET',
    count: 5000,
    aim: 1.3,
    callers: ['jwt', 'opaque', 'basic'],
    unit: (at) => ofEach(at, 'GET'),
  },
  { name: 'GET, compressed', count: 2500, callers: ['jwt'], unit: (at) => ofEach(compressed(at), 'GET') },
  {
    name: 'PUT, no key changes',
    count: 2500,
    aim: 1.9,
    callers: ['jwt', 'opaque'],
    unit: (at) => ofEach(at, 'PUT', unindexedChange),
  },
  {
    name: 'PUT, keys change',
    count: 2500,
    callers: ['jwt'],
    unit: (at) => ofEach(at, 'PUT', ...indexedChanges),
  },
  {
    name: 'POST',
    count: 2000,
    callers: ['writer'],
    unit: (at) => toUnit([toRequest(at, 'POST', '/Patient', 201, newPatient())]),
  },
  {
    name: 'DELETE',
    count: 2000,
    callers: ['writer'],
    before: (at) => toUnit([toRequest(at, 'PUT', doomedPath, at.created, doomedPatient)]),
    unit: (at) => toUnit([toRequest(at, 'DELETE', doomedPath, 200)]),
  },
]

export function listResourceScenarios(targets: ResourceTargets): readonly Scenario[] {
  return kinds.flatMap(({ name, count, aim, before, unit, callers }) => {
    const on = (at: Place) => ({ count, unit: unit(at), ...(before && { before: before(at) }) })
    const floors = { bare: `${name}, bare floor`, equal: `${name}, equal floor` } as const
    return [
      { name: floors.bare, server: 'bare' as const, ...on(onFloor(targets.bareUrl)) },
      { name: floors.equal, server: 'equal' as const, ...on(onFloor(targets.equalUrl)) },
      ...callers.map((caller) => {
        const at = onProduct(targets.productUrl, targets.setup.authorization[caller])
        return {
          name: `${name}, ${callerTexts[caller]}, matcho`,
          server: 'product' as const,
          ...floors,
          aim,
          ...on(at),
        }
      }),
    ]
  })
}

/** As browsers ask. The floors answer as ever. */
const compressed = (at: Place) => ({
  ...at,
  headers: { ...at.headers, 'accept-encoding': 'gzip, deflate, br' },
})

/** What changes with every request, and is not searched by. */
const unindexedChange = (number: number) => ({
  ...samplePatient(number),
  maritalStatus: { text: `Married ${placeholder.unit}` },
})

/** Two documents of each patient, of which one replaces the other. */
export const indexedChanges = ['Walker', 'Moore'].map(
  (family) => (number: number) => samplePatient(number, `${family}-${number}`),
)

const newPatient = () => {
  const { id: _, ...patient } = samplePatient(placeholder.unit)
  return patient
}

const doomedPatient = { ...samplePatient(0), id: `doomed-${placeholder.index}` }
const doomedPath = `/Patient/${doomedPatient.id}`

/** Each document of each patient in turn. */
function ofEach(
  at: Place,
  method: 'GET' | 'PUT',
  ...documents: readonly ((number: number) => Record<string, unknown>)[]
): LoadUnit {
  const all = method === 'GET' ? [() => undefined] : documents
  return toUnit(
    all.flatMap((document) =>
      Array.from({ length: patientCount }, (_, number) =>
        toRequest(at, method, `/Patient/${patientId(number)}`, 200, document(number)),
      ),
    ),
  )
}

export function toRequest(
  { url, headers }: Place,
  method: string,
  path: string,
  status: number,
  resource?: Record<string, unknown>,
): LoadRequest {
  const body = resource && JSON.stringify(resource)
  const isTemplate = [path, body].some((text) =>
    Object.values(placeholder).some((mark) => text?.includes(mark) ?? false),
  )
  return {
    url: url + path,
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/fhir+json' },
    status,
    ...(body !== undefined && { body }),
    ...(isTemplate && { isTemplate }),
  }
}

export function toUnit(requests: readonly LoadRequest[]): LoadUnit {
  return { kind: 'sequences', sequences: requests.map((request) => [request]) }
}
