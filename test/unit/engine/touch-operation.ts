/** A made-up operation: its row and what it does, all that the server has to be told of one. */
import type { EngineOperation } from '../../../src/engine/operation-row.ts'

export const touch: EngineOperation = {
  ...{ id: 'FhirTouch', description: 'Touches a resource' },
  ...{ interaction: 'patch', method: 'PATCH', place: '/:type/:id', body: 'none', letters: 'ud' },
  summary: 'Touches a {type}',
  parameters: ['ifMatch'],
  answers: { 200: ['resource', 'The touched resource'] },
  problems: [412],
  async perform(_parts, { type, operation }) {
    const touched = { resourceType: type.type, id: operation.resourceId ?? '', touched: true }
    return { status: 200, kind: 'resource', value: touched }
  },
}
