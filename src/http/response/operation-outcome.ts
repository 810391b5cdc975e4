/** Errors as FHIR tells them (https://hl7.org/fhir/R4/operationoutcome.html). */
import { AppError, type Issue } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { errorStatus } from '../error-status.ts'

export interface ToldError {
  readonly status: number
  readonly code: string
  readonly messages: readonly string[]
  readonly outcome: JsonObject
}

/** Of the codes that say which refusal it is; docs/errors.md lists them. */
const errorCodes = 'urn:firekeep:error'

/** 5xx: a general sentence and the request id, by which the log knows more; never the error's own words. */
export function tellError(error: unknown, requestId: string): ToldError {
  const known = error instanceof AppError ? error : undefined
  const { status, issueType } = errorStatus[known?.category ?? 'exception']
  if (known === undefined || status === 500) {
    const message = `The server failed. The operator finds the reason under the request id ${requestId}`
    return tell(status, [{ code: issueType, message }], 'exception')
  }
  if (status === 503) {
    const message = `${known.message} (request id ${requestId})`
    return tell(status, [{ code: issueType, message }], known.code)
  }
  const issues = known.issues?.length ? known.issues : [toIssue(known, issueType)]
  return tell(status, issues, known.code)
}

function tell(status: number, issues: readonly Issue[], code: string): ToldError {
  const messages = issues.map(({ message }) => message)
  return { status, code, messages, outcome: toOutcome(issues, code) }
}

function toIssue(error: AppError, issueType: string): Issue {
  return {
    code: issueType,
    message: error.message,
    ...(error.expression && { expression: error.expression }),
  }
}

function toOutcome(issues: readonly Issue[], code: string): JsonObject {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map((issue) => ({
      severity: 'error',
      code: issue.code,
      details: { coding: [{ system: errorCodes, code }] },
      diagnostics: issue.message,
      ...(issue.expression && { expression: [issue.expression] }),
    })),
  }
}
