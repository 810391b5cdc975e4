/** Paths into a policy as FHIRPath expressions (http://hl7.org/fhirpath/#path-selection), for issues. */
const identifier = /^[A-Za-z_$][\w$-]*$/

/** `AccessPolicy.matcho` and `uri` make `AccessPolicy.matcho.uri`; other names become delimited identifiers. */
export function pathOfKey(path: string, key: string): string {
  const shown = key.length > 64 ? `${key.slice(0, 64)}…` : key
  return identifier.test(shown) ? `${path}.${shown}` : `${path}.\`${shown.replace(/[`\\]/g, '\\$&')}\``
}

export function pathOfIndex(path: string, index: number): string {
  return `${path}[${index}]`
}
