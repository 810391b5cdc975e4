/** The subset of FHIRPath that search parameters are written in: `name.given`, `identifier.where(system='x').value`, `a | b`. */

/** One element name, optionally narrowed to the list entries whose field equals a text, a number or a boolean. */
export interface SearchStep {
  readonly name: string
  readonly where?: { readonly field: string; readonly equals: string | number | boolean }
}

/** Alternatives (`|`), each a list of steps from the resource down. */
export type SearchPath = readonly (readonly SearchStep[])[]

const maxPathLength = 500
const name = '[A-Za-z_][A-Za-z0-9_]{0,63}'
const literal = "'([^'\\\\]{0,200})'|true|false|-?\\d{1,15}(?:\\.\\d{1,10})?"
const step = new RegExp(
  `^(${name})(?:\\.where\\(\\s*(${name}(?:\\.${name})*)\\s*=\\s*(${literal})\\s*\\))?(?:\\.|$)`,
)

/** Throws an Error that says what is wrong; a leading type name (`Patient.name`) is taken and left out. */
export function parseSearchPath(path: string, type?: string): SearchPath {
  if (path.length > maxPathLength) throw new Error(`the path is longer than ${maxPathLength} characters`)
  return splitAlternatives(path).map((alternative) => parseAlternative(alternative.trim(), type))
}

/** Splits at `|`, but not inside a quoted text. */
function splitAlternatives(path: string): string[] {
  return path.match(/(?:'[^']*'|[^|'])+|\|(?=\s*(?:\||$))|^(?=\|)/g) ?? ['']
}

function parseAlternative(text: string, type: string | undefined): SearchStep[] {
  const steps: SearchStep[] = []
  let rest = text
  while (rest !== '') {
    const match = step.exec(rest)
    if (!match?.[1]) throw new Error(`cannot read \`${rest}\` in the path \`${text}\``)
    const where =
      match[2] === undefined
        ? {}
        : {
            where: {
              field: match[2],
              equals: match[4] ?? (JSON.parse(match[3] ?? 'null') as number | boolean),
            },
          }
    steps.push({ name: match[1], ...where })
    rest = rest.slice(match[0].length)
    if (rest === '' && match[0].endsWith('.')) throw new Error(`the path \`${text}\` ends with a dot`)
  }
  if (type !== undefined && steps[0]?.name === type) steps.shift()
  if (steps.length === 0) throw new Error('a path or one of its alternatives is empty')
  return steps
}
