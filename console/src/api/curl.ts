/** A call as a command for a POSIX shell. */
import type { Call } from './calls.svelte.ts'

/** With `$TOKEN` in place of the access token. */
export function toCurl({ method, path, headers, body, isAnonymous }: Call): string {
  const words = ['curl -s']
  if (method !== 'GET') words.push(`-X ${method}`)
  words.push(quote(location.origin + path))
  if (!isAnonymous) words.push('-H "Authorization: Bearer $TOKEN"')
  for (const [name, value] of Object.entries(headers)) words.push(`-H ${quote(`${name}: ${value}`)}`)
  if (body !== undefined) words.push(`--data-binary ${quote(body)}`)
  return words.join(' \\\n  ')
}

/** Within single quotes nothing means anything but their end. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
