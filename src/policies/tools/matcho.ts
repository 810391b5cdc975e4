/** POST /$matcho: compares a pattern with a value and says where it does not hold. */
import { AppError } from '../../kernel/errors.ts'
import type { JsonValue } from '../../kernel/json.ts'
import type { Route } from '../../plugin.ts'
import { PolicyFailure } from '../engines/engine.ts'
import { compileMatcho } from '../matcho/compile-matcho.ts'
import { answerTool, type PolicyToolParts, readToolBody } from './policy-tool.ts'

export function createMatchoRoute(parts: PolicyToolParts): Route {
  return {
    path: '/$matcho',
    methods: {
      async POST(request) {
        const { matcho, resource, context } = await readToolBody(parts, request, 'Matcho')
        return answerTool(parts, request, { result: findMismatches(matcho, resource, context) })
      },
    },
  }
}

function findMismatches(pattern: unknown, resource: unknown, context: unknown): JsonValue {
  const { matcho, issues } = compileMatcho(pattern)
  if (matcho === null) throw new AppError('unprocessable', 'invalid', 'The pattern is not valid', { issues })
  try {
    return matcho.match(resource, context ?? resource) as unknown as JsonValue
  } catch (error) {
    if (!(error instanceof PolicyFailure)) throw error
    throw new AppError('unprocessable', 'processing', error.message, { cause: error })
  }
}
