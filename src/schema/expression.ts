/** FHIRPath expressions of places in a document, such as `Patient.name[0].family`. */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'

const maxNameLength = 100

/** `pointer` is a JSON pointer (RFC 6901) into the resource. */
export function toExpression(type: string, resource: JsonObject, pointer: string, field?: string): string {
  let current: JsonValue | undefined = resource
  let expression = type
  for (const escaped of pointer.split('/').slice(1)) {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
    expression += Array.isArray(current) ? `[${name}]` : toStep(name)
    if (Array.isArray(current)) current = current[Number(name)]
    else current = isJsonObject(current) ? current[name] : undefined
  }
  return field === undefined ? expression : expression + toStep(field)
}

/** Names that are no identifiers stand between backticks (https://hl7.org/fhirpath/#identifiers). */
function toStep(name: string): string {
  const short = shorten(name)
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(short) ? `.${short}` : `.\`${short.replaceAll('`', '\\`')}\``
}

/** Names come from the caller: what is quoted is bounded. */
export function shorten(name: string): string {
  return name.length <= maxNameLength ? name : `${name.slice(0, maxNameLength)}…`
}
