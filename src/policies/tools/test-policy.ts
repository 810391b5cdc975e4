/** POST /auth/test-policy: evaluates a policy that is not stored on a request that nobody sent. */
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { Route } from '../../plugin.ts'
import { compilePolicy } from '../compile-policy.ts'
import { explainPolicy } from '../decisions/decide.ts'
import { toPlainRequest } from '../decisions/request-object.ts'
import { answerTool, type PolicyToolParts, readToolBody } from './policy-tool.ts'
import { type TestedRequestParts, toTestedRequest } from './tested-request.ts'

export function createTestPolicyRoute(parts: PolicyToolParts & TestedRequestParts): Route {
  return {
    path: '/auth/test-policy',
    methods: {
      async POST(request) {
        const { request: given, policy } = await readToolBody(parts, request, 'TestPolicy')
        const tested = await toTestedRequest(parts, checkObject(given ?? {}, 'request'))
        return answerTool(parts, request, await testPolicy(checkObject(policy, 'policy'), tested))
      },
    },
  }
}

/** Links and roles are not looked at: the question is what the rule says. */
async function testPolicy(resource: JsonObject, request: JsonObject): Promise<JsonObject> {
  const { policy, issues } = compilePolicy(resource)
  if (policy === null) {
    throw new AppError('unprocessable', 'invalid', 'The policy is not valid', { issues })
  }
  const result = toPlainRequest(await explainPolicy(policy, request))
  return { request, operation: request.operation ?? null, result }
}

function checkObject(value: unknown, name: string): JsonObject {
  if (isJsonObject(value)) return value
  throw new AppError('unprocessable', 'required', `\`${name}\` must be an object`, { expression: name })
}
