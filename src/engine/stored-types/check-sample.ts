/** Whether stored resources fit the schema: the first of a type, by id. */
import { parseJson } from '../../formats/json-text.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { toExpression } from '../../schema/expression.ts'
import type { ResourceType } from '../../schema/registry.ts'
import { everything } from '../ports/condition.ts'
import type { Store } from '../ports/store.ts'

/** How many of a type are looked at: what a page of a search may have. */
const sampleSize = 1000
const maxExamples = 3

export interface Sample {
  readonly looked: number
  readonly misfits: number
  /** There are more. */
  readonly isPart: boolean
  readonly examples: readonly { readonly id: string; readonly problem: string }[]
}

export async function checkSample(type: ResourceType, store: Store): Promise<Sample> {
  const plan = { type: type.type, where: everything, count: sampleSize, withTotal: false }
  const { versions, hasMore } = await store.search(plan)
  const found = versions.flatMap(({ id, text }) => {
    const document = parseJson(text)
    const problem = isJsonObject(document) ? findProblem(type, document) : undefined
    return problem === undefined ? [] : [{ id, problem }]
  })
  return {
    looked: versions.length,
    misfits: found.length,
    isPart: hasMore,
    examples: found.slice(0, maxExamples),
  }
}

/** Hashes have other lengths and forms than the secrets that the schema describes. */
function findProblem(type: ResourceType, document: JsonObject): string | undefined {
  const secrets = type.secretPaths.map((path) => toExpression(type.type, {}, `/${path.join('/')}`))
  const issue = type
    .validate(type.normalise(document))
    .find(({ expression }) => !secrets.includes(expression ?? ''))
  return issue === undefined ? undefined : `${issue.expression}: ${issue.message}`
}
