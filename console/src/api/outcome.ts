/** What a refusal says: an OperationOutcome of the resources, or the error object of the OAuth endpoints (RFC 6749 §5.2). */

export interface Issue {
  readonly severity: string
  /** Which refusal it is: stable, in kebab case. */
  readonly code: string
  readonly text: string
  /** Elements that it is about, such as `Client.auth.authorization_code`. */
  readonly expressions: readonly string[]
}

interface OperationOutcome {
  readonly issue?: readonly {
    readonly severity?: string
    readonly code?: string
    readonly diagnostics?: string
    readonly details?: { readonly text?: string; readonly coding?: readonly { readonly code?: string }[] }
    readonly expression?: readonly string[]
  }[]
}

/** Of the text of an answer with an error; empty where it says nothing that is understood. */
export function readIssues(text: string): readonly Issue[] {
  const found = parse(text)
  if (typeof found !== 'object' || found === null) return []
  if ('error' in found) {
    const { error, error_description: description } = found as Readonly<Record<string, unknown>>
    return [{ severity: 'error', code: String(error), text: String(description ?? error), expressions: [] }]
  }
  const { issue = [] } = found as OperationOutcome
  return (Array.isArray(issue) ? issue : []).map((one) => ({
    severity: one.severity ?? 'error',
    code: one.details?.coding?.[0]?.code ?? one.code ?? '',
    text: one.diagnostics ?? one.details?.text ?? one.code ?? '',
    expressions: one.expression ?? [],
  }))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
