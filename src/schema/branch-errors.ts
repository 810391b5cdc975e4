/** Of the errors of alternatives (`anyOf`, `oneOf`), those of the alternative that was probably meant. */
import type { ErrorObject } from 'ajv'

const combinators = new Set(['anyOf', 'oneOf'])

/** Without the errors of the other alternatives, and without those that only say that a part failed. */
export function pickBranchErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const outermost = errors
    .filter((error) => combinators.has(error.keyword))
    .sort((one, other) => one.schemaPath.length - other.schemaPath.length)
    .filter((error, _, all) => !all.some((other) => other !== error && isInside(error, other)))
  const own = errors.filter(
    (error) => !outermost.includes(error) && !outermost.some((outer) => isInside(error, outer)),
  )
  const picked = outermost.flatMap((outer) =>
    pickOf(
      outer,
      errors.filter((error) => isInside(error, outer)),
    ),
  )
  return [...own.filter((error) => error.keyword !== 'if'), ...picked]
}

function isInside(error: ErrorObject, outer: ErrorObject): boolean {
  return (
    error.schemaPath.startsWith(`${outer.schemaPath}/`) && error.instancePath.startsWith(outer.instancePath)
  )
}

/** The branch whose kind fits and which has the fewest problems; when none fits, what all of them say together. */
function pickOf(outer: ErrorObject, inside: readonly ErrorObject[]): readonly ErrorObject[] {
  const branches = Map.groupBy(
    inside,
    (error) => error.schemaPath.slice(outer.schemaPath.length + 1).split('/')[0],
  )
  const fitting = [...branches.values()]
    .filter((group) => !group.some((error) => isKindMismatch(error, outer)))
    .sort((one, other) => one.length - other.length)
  if (fitting[0] !== undefined) return pickBranchErrors(fitting[0])
  return [toCommonEnum(outer, inside) ?? outer]
}

function isKindMismatch(error: ErrorObject, outer: ErrorObject): boolean {
  return error.instancePath === outer.instancePath && ['type', 'const', 'enum'].includes(error.keyword)
}

/** A union of literals reads like an `enum`. */
function toCommonEnum(outer: ErrorObject, inside: readonly ErrorObject[]): ErrorObject | undefined {
  const constants = inside.filter((error) => error.keyword === 'const')
  if (constants.length === 0 || inside.some((error) => error.keyword !== 'const' && error.keyword !== 'type'))
    return undefined
  const allowedValues = constants.map((error) => error.params.allowedValue)
  return { ...outer, keyword: 'enum', params: { allowedValues } }
}
