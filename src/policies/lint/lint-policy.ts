/** What is well-formed and yet never meant: a rule that can never hold, and one that is open to everybody by accident. */
import type { Issue } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { compilePolicy } from '../compile-policy.ts'
import { pathOfIndex, pathOfKey } from '../issue-path.ts'
import { parsePolicyLinks } from '../policy-link.ts'
import { lintJsonSchema } from './lint-json-schema.ts'
import { lintMatcho } from './lint-matcho.ts'
import { lintReadonly } from './lint-readonly.ts'
import { type KnownNames, type RequestPlace, toRequestPlaces } from './request-places.ts'

/** All problems of a policy that compiles; of one that does not, those that can be told. */
export function lintPolicy(policy: JsonObject, known: KnownNames): readonly Issue[] {
  const types = findTexts(policy, 'resource/type')
  return [
    ...lintAudience(policy),
    ...lintReadonly(policy.readonly, types, known.registry),
    ...lintRule(policy, known),
  ]
}

/** The problems of its rule alone, whomever it is for. */
export function lintRule(policy: JsonObject, known: KnownNames): readonly Issue[] {
  const links = parsePolicyLinks(policy.link, [])
  const ofLinks = links.flatMap(({ resourceType, id }) => (resourceType === 'Operation' ? [id] : []))
  return lintPart(policy, 'AccessPolicy', (rule) => {
    const operations = [...ofLinks, ...findTexts(rule, 'operation')]
    return toRequestPlaces(known, { types: findTexts(rule, 'resource/type'), operations })
  })
}

type ToPlaces = (rule: JsonObject) => RequestPlace

function lintPart(rule: JsonObject, path: string, toPlaces: ToPlaces): readonly Issue[] {
  const { engine, matcho, schema } = rule
  if (engine === 'matcho' && isJsonObject(matcho))
    return lintMatcho(matcho, toPlaces(matcho), pathOfKey(path, 'matcho'))
  if (engine === 'json-schema' && isJsonObject(schema))
    return lintJsonSchema(schema, toPlaces(schema), pathOfKey(path, 'schema'))
  if (engine !== 'complex') return []
  return ['and', 'or'].flatMap((name) => {
    const parts = rule[name]
    return (Array.isArray(parts) ? parts : []).flatMap((part, index) =>
      isJsonObject(part) ? lintPart(part, pathOfIndex(pathOfKey(path, name), index), toPlaces) : [],
    )
  })
}

/** Texts below a key, wherever that stands, but not what is said not to be. */
function findTexts(rule: JsonValue | undefined, key: string, isBelow = false): readonly string[] {
  if (typeof rule === 'string') return isBelow ? [rule] : []
  if (typeof rule !== 'object' || rule === null) return []
  return Object.entries(rule).flatMap(([name, part]) =>
    name === '$not' || name === 'not' ? [] : findTexts(part, key, isBelow || name === key),
  )
}

function lintAudience(policy: JsonObject): readonly Issue[] {
  const isForEverybody = policy.link === undefined && policy.roleName === undefined
  const expression = 'AccessPolicy.public'
  if (!isForEverybody && policy.public === true) {
    const message = 'A policy for everybody has neither `link` nor `roleName`'
    return [{ code: 'invalid', message, expression }]
  }
  if (!isForEverybody || policy.public === true || !holdsForAnything(policy)) return []
  const message =
    'Without `link` and `roleName` this grants everything to everybody, also to callers without credentials. ' +
    'Say whom it is for, or `public: true`'
  return [{ code: 'required', message, expression }]
}

/** Whether it asks nothing of a request: one that has nothing fits. */
function holdsForAnything(policy: JsonObject): boolean {
  try {
    return compilePolicy(policy).policy?.rule.holds({}) === true
  } catch {
    return false
  }
}
