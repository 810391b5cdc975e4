/** What a body says it is, without parameters, in lower case; empty when it says nothing (RFC 9110 §8.3). */
export function mediaTypeOf(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

export const formType = 'application/x-www-form-urlencoded'
