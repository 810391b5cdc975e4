/** What the headers of a request ask of its answer (RFC 9110 §13, FHIR R4 http.html#concurrency and #ops). */
export interface Conditions {
  /** The header as it came: `*`, or a list of entity tags. */
  readonly ifMatch?: string
  readonly ifNoneMatch?: string
  /** Milliseconds since 1970. */
  readonly ifModifiedSince?: number
  /** `Prefer: return=…` */
  readonly returns?: 'minimal' | 'representation' | 'OperationOutcome'
  /** `Prefer: handling=…` */
  readonly handling?: 'strict' | 'lenient'
}
