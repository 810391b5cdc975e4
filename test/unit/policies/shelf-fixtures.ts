/** Callers, and what many policies are tried on. */
import assert from 'node:assert/strict'
import type { Caller, Operation } from '../../../src/engine/ports/access.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { type CompiledPolicy, compilePolicy } from '../../../src/policies/compile-policy.ts'
import { wantedOf } from '../../../src/policies/decisions/demands.ts'
import { createRequestObject } from '../../../src/policies/decisions/request-object.ts'
import { registry } from './fixtures.ts'

const user = (id: string, data: JsonObject): JsonObject => ({ resourceType: 'User', id, data })

export const callers: readonly (Caller | null)[] = [
  { name: 'User/ann', user: user('ann', { ward: 'w1', level: 7 }), roles: [], actsForUserAlone: true },
  {
    ...{ name: 'User/bob', user: user('bob', { ward: 7, level: '7' }), roles: [], actsForUserAlone: true },
    client: { resourceType: 'Client', id: 'web' },
    claims: { sub: 'bob', azp: true, data: { reference: 'Patient/p1', id: 'p2' } },
  },
  { name: 'User/cy', user: user('cy', { ward: ['w1'] }), roles: [], actsForUserAlone: true },
  {
    name: 'User/di',
    user: { resourceType: 'User', id: 'di', data: 'w1' },
    roles: [],
    actsForUserAlone: true,
  },
  { name: 'Client/api', client: { resourceType: 'Client', id: 'api' }, roles: [], actsForUserAlone: false },
  { name: 'User/ed', user: user('ed', { reference: 'Patient/p1' }), roles: [], actsForUserAlone: true },
  null,
]
export const [ann = null] = callers

export function compile(resource: JsonObject, at: number): CompiledPolicy {
  const { policy, issues } = compilePolicy({ id: `p${at}`, ...resource })
  assert.deepEqual(issues, [])
  if (policy === null) throw new Error('never')
  return policy
}

const objectOf = (asked: Operation, caller: Caller | null) => createRequestObject(asked, caller, registry)

export function holds({ rule }: CompiledPolicy, asked: Operation, caller: Caller | null): boolean {
  try {
    return rule.holds(objectOf(asked, caller)) === true
  } catch {
    return false
  }
}

export const wantedBy = (asked: Operation, caller = ann) => wantedOf(asked, () => objectOf(asked, caller))

export function describeAsked({ id, type, resourceId, request }: Operation, caller: Caller | null): string {
  return `${caller?.name}: ${id} ${type} ${resourceId} ${request.method} ${request.path}`
}
