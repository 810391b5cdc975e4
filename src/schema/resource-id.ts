/** Ids of resources: FHIR's (https://hl7.org/fhir/R4/datatypes.html#id) and the underscore. */

/** Not only dots: `.` and `..` cannot be addressed by a URL; nor can what FHIR has in the place of ids. */
export const resourceIdPattern = '^(?!\\.+$|_history$|_search$)[A-Za-z0-9\\-._]{1,64}$'

const compiled = new RegExp(resourceIdPattern)

export function isResourceId(id: unknown): id is string {
  return typeof id === 'string' && compiled.test(id)
}
