/** What many policies cost those whom they do not grant anything: a server for each number of them. */
import { patientId, samplePatient } from '../sample-patient.ts'
import { sampleTypes } from '../sample-resources.ts'
import { toRequest, toUnit } from './resources.ts'
import { onProduct, type Scenario } from './scenario.ts'

export interface PolicyKind {
  /** Also the name of its server. */
  readonly name: string
  readonly count: number
  readonly toPolicy: (number: number) => Record<string, unknown>
  /** At most so many µs more than without. */
  readonly aimUs?: number
}

/** For everybody, but each demands something that the caller does not have; a tenth of them of the type that is asked for. */
const globalPolicy = (number: number) => ({
  resourceType: 'AccessPolicy',
  id: policyId(number),
  engine: 'matcho',
  matcho: {
    'request-method': ['get', 'post', 'put', 'delete'][number % 4],
    params: { 'resource/type': ['Patient', ...sampleTypes][number % 10] },
    user: { data: { ward: `ward-${number}` } },
  },
})

const linkedPolicy = (number: number) => ({
  ...globalPolicy(number),
  link: [{ reference: `User/somebody-${number}` }],
})

export const policyKinds: readonly PolicyKind[] = [
  { name: 'no other policy', count: 0, toPolicy: globalPolicy },
  { name: '1 global policy', count: 1, toPolicy: globalPolicy },
  { name: '1,000 global policies', count: 1_000, toPolicy: globalPolicy, aimUs: 300 },
  { name: '10,000 policies linked elsewhere', count: 10_000, toPolicy: linkedPolicy },
]

function policyId(number: number): string {
  return `many-${number}`
}

/** A read, and a read behind the change of one policy, which everybody has to hear of. */
export function listPolicyScenarios(
  { name, count, toPolicy }: PolicyKind,
  url: string,
  authorization: { readonly reader: string; readonly root: string },
): readonly Scenario[] {
  const read = toRequest(onProduct(url, authorization.reader), 'GET', `/Patient/${patientId(0)}`, 200)
  const edits = [0, 1].map((turn) => [
    toRequest(onProduct(url, authorization.root), 'PUT', `/AccessPolicy/${policyId(0)}`, 200, {
      ...toPolicy(0),
      description: `turn ${turn}`,
    }),
    read,
  ])
  const get: Scenario = { name: `GET, ${name}`, server: name, count: 5000, unit: toUnit([read]) }
  if (count === 0) return [get]
  // One at a time: what a change costs is not to be shared by several requests that wait for it.
  const unit = { kind: 'sequences', sequences: edits } as const
  return [get, { name: `edit one and GET, ${name}`, server: name, count: 100, concurrency: 1, unit }]
}

export const readPatient = samplePatient(0)
