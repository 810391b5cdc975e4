/** What a schema file needs: `import { defineResource, Reference } from 'firekeep/define-resource'`. */
import { AppError } from '../kernel/errors.ts'
import { findDefinitionProblems } from './check/definition-problems.ts'
import { describeProblem } from './check/problem.ts'
import type { JsonSchema, ResourceDefinition } from './resource-definition.ts'

export { Type } from '@sinclair/typebox'
export * from './datatypes/index.ts'
export { Reference, type ReferenceValue } from './reference.ts'
export type { ResourceDefinition, ResourceOf } from './resource-definition.ts'
export { Secret } from './secret-paths.ts'

/** Checks a definition and returns it. Throws AppError `invalid` that lists all its problems. */
export function defineResource<S extends JsonSchema>(
  definition: ResourceDefinition<S>,
): ResourceDefinition<S> {
  const problems = findDefinitionProblems(definition)
  if (problems.length > 0) {
    const name = typeof definition?.type === 'string' ? definition.type.slice(0, 64) : 'without a type'
    throw new AppError(
      'invalid',
      'invalid-definition',
      `resource type ${name}: ${problems.map((problem) => describeProblem(problem)).join('; ')}`,
    )
  }
  return definition
}
