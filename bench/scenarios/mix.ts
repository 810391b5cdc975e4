/** A mix of requests over nine types: each resource is made, read, changed, read again and deleted. */
import type { SampleRequest } from '../floor/record-work.ts'
import { type LoadUnit, placeholder } from '../load-job.ts'
import { type SampleType, sampleResource, sampleTypes } from '../sample-resources.ts'
import { type ResourceTargets, toRequest } from './resources.ts'
import { onFloor, onProduct, type Place, type Scenario } from './scenario.ts'

const id = `mix-${placeholder.unit}`

export function listMixScenarios(targets: ResourceTargets): readonly Scenario[] {
  const mix = (at: Place) => ({ count: 900, unit: toMix(at), requestsOfUnit: 5 })
  const name = 'CRUD of nine types'
  const floors = { bare: `${name}, bare floor`, equal: `${name}, equal floor` } as const
  return [
    { name: floors.bare, server: 'bare', ...mix(onFloor(targets.bareUrl)) },
    { name: floors.equal, server: 'equal', ...mix(onFloor(targets.equalUrl)) },
    {
      ...{ name: `${name}, JWT, matcho`, server: 'product', ...floors, aimUs: 150 },
      ...mix(onProduct(targets.productUrl, targets.setup.authorization.writer)),
    },
  ]
}

function toMix(at: Place): LoadUnit {
  const sequences = sampleTypes.map((type) => {
    const path = `/${type}/${id}`
    return [
      toRequest(at, 'PUT', path, at.created, sampleResource(type, id, placeholder.unit)),
      toRequest(at, 'GET', path, 200),
      toRequest(at, 'PUT', path, 200, sampleResource(type, id, `${placeholder.unit}-changed`)),
      toRequest(at, 'GET', path, 200),
      toRequest(at, 'DELETE', path, 200),
    ]
  })
  return { kind: 'sequences', sequences }
}

/** What the floor of equal work has to know of them. */
export function samplesOfMix(): readonly SampleRequest[] {
  return sampleTypes.flatMap((type: SampleType): readonly SampleRequest[] => {
    const of = (method: SampleRequest['method'], number?: string): SampleRequest => ({
      ...{ method, type, id: 'mixed' },
      ...(number !== undefined && { body: JSON.stringify(sampleResource(type, 'mixed', number)) }),
    })
    return [of('PUT', 'first'), of('GET'), of('PUT', 'second'), of('DELETE')]
  })
}
