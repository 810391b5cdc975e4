/** Values that a pattern demands at paths: a request that has another there cannot fit. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import {
  type Demands,
  demandAt,
  demandsNothing,
  demandsOfAll,
  demandsOfAny,
  demandsOfParts,
  isLiteralValue,
  oneOf,
  type Values,
} from '../decisions/demands.ts'
import { isLiteral } from './compile-string.ts'
import { findRegexBeginning } from './regex-beginning.ts'

export function findPatternDemands(pattern: JsonObject): Demands {
  return demandsOf(pattern, [])
}

function demandsOf(pattern: unknown, path: readonly string[]): Demands {
  if (typeof pattern === 'string') return demandAt(path, valuesOfText(pattern))
  if (isLiteralValue(pattern)) return demandAt(path, oneOf([pattern]))
  if (!isJsonObject(pattern)) return demandsNothing
  const branches = pattern['$one-of']
  const ofBranches = Array.isArray(branches) ? branches.map((branch) => demandsOf(branch, path)) : []
  return demandsOfAll([
    ...demandsOfParts(pattern, path, demandsOf),
    demandAt(path, oneOf(pattern.$enum)),
    demandsOfAny(ofBranches),
  ])
}

/** Undefined: any, or what cannot be told from the pattern alone. */
function valuesOfText(pattern: string): Values | undefined {
  if (isLiteral(pattern)) return oneOf([pattern])
  const beginning = pattern.startsWith('#') ? findRegexBeginning(pattern.slice(1)) : undefined
  return beginning === undefined ? undefined : { exact: new Set(), beginnings: new Set([beginning]) }
}
