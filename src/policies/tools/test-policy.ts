/** POST /auth/test-policy: evaluates a policy that is not stored on a request that nobody sent. */
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { Route } from '../../plugin.ts'
import { compilePolicy } from '../compile-policy.ts'
import { explainPolicy } from '../decisions/decide.ts'
import { toPlainRequest } from '../decisions/request-object.ts'
import { lintRule } from '../lint/lint-policy.ts'
import type { KnownNames } from '../lint/request-places.ts'
import { answerTool, type PolicyToolParts, readToolBody } from './policy-tool.ts'
import { type TestedRequestParts, toTestedRequest } from './tested-request.ts'

export function createTestPolicyRoute(parts: PolicyToolParts & TestedRequestParts & KnownNames): Route {
  return {
    path: '/auth/test-policy',
    methods: {
      async POST(request) {
        const { request: given, policy } = await readToolBody(parts, request, 'TestPolicy')
        const tester = { caller: await request.caller(), request }
        const tested = await toTestedRequest(parts, checkObject(given ?? {}, 'request'), tester)
        return answerTool(parts, request, await testPolicy(checkObject(policy, 'policy'), tested, parts))
      },
    },
  }
}

/** Links and roles are not looked at: the question is what the rule says. */
async function testPolicy(resource: JsonObject, request: JsonObject, known: KnownNames): Promise<JsonObject> {
  const { policy, issues } = compilePolicy(resource)
  if (policy === null) {
    throw new AppError('unprocessable', 'invalid', 'The policy is not valid', { issues })
  }
  const result = toPlainRequest(await explainPolicy(policy, request))
  // It would not be stored like this; what it says of the request is told all the same.
  const refused = lintRule(resource, known).map(({ message, expression = '' }) => ({ expression, message }))
  const tested = { request, operation: request.operation ?? null, result }
  return refused.length === 0 ? tested : { ...tested, refused }
}

function checkObject(value: unknown, name: string): JsonObject {
  if (isJsonObject(value)) return value
  throw new AppError('unprocessable', 'required', `\`${name}\` must be an object`, { expression: name })
}
