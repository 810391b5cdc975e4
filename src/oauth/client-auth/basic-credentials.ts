/** HTTP Basic (RFC 7617) as a client uses it. */

export interface BasicCredentials {
  readonly id: string
  readonly secret: string
}

/** The two parts of the header's value; null when it is malformed. */
export function parseBasic(authorization: string): BasicCredentials | null {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1]
  if (encoded === undefined || encoded.length > 8192) return null
  let decoded: string
  try {
    decoded = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.fromBase64(encoded))
  } catch {
    return null
  }
  const colon = decoded.indexOf(':')
  return colon < 1 ? null : { id: decoded.slice(0, colon), secret: decoded.slice(colon + 1) }
}

/** RFC 6749 §2.3.1: both parts are form-encoded first. Null when an escape is broken. */
export function formDecode(credentials: BasicCredentials): BasicCredentials | null {
  try {
    const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
    return { id: decode(credentials.id), secret: decode(credentials.secret) }
  } catch {
    return null
  }
}
