/** Secrets do not stand in what is shown or copied as a command: whoever repeats it puts them in. */

const names =
  'password|secret|client_secret|client_assertion|code_verifier|refresh_token|access_token|id_token|id_token_hint'
const inJson = new RegExp(`("(?:${names})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'g')
const inForm = new RegExp(`(^|&)(${names}|code|token)=[^&]*`, 'g')
const inYaml = new RegExp(`^(\\s*(?:- )?(?:${names}):[ \\t]+)(?!(?:true|false)\\b)\\S.*$`, 'gm')

export function maskSecrets(body: string): string {
  if (/^\s*[{[]/.test(body)) return body.replace(inJson, '$1"…"')
  if (/^[\w.%+-]+=/.test(body)) return body.replace(inForm, '$1$2=…')
  return body.replace(inYaml, '$1…')
}

/** The scheme stays: `Bearer …`. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) =>
      name.toLowerCase() === 'authorization' ? [name, `${value.split(' ', 1)[0]} …`] : [name, value],
    ),
  )
}
