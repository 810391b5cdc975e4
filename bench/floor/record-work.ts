/** Records what the product sends to PostgreSQL for each kind of request, for the floor that does equal work. */
import type { PostgresRecorder, RecordedStatement } from './postgres-recorder.ts'

/** What is sent where it stands: a constant, or something of the request. */
export type WorkValue = string | boolean | null | { readonly of: 'id' | 'body' }

export interface WorkStatement {
  readonly text: string
  readonly values: readonly WorkValue[]
}

export interface KindOfWork {
  /** By id: the statements for each of its documents. */
  readonly known: Readonly<Record<string, readonly (readonly WorkStatement[])[]>>
  /** For every other id. */
  readonly any: readonly WorkStatement[]
}

/** By method and type, such as `GET Patient`. */
export type RecordedWork = Readonly<Record<string, KindOfWork>>

export interface SampleRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  readonly type: string
  /** Of the resource; a POST has it in its body, where it is kept. */
  readonly id: string
  readonly body?: string
  /** Its statements are for this resource alone. */
  readonly isOwn?: boolean
}

/**
 * Carries the requests out, in their order, and keeps of each the statements that have the id among their values. Throws for
 * an answer that is none of success.
 */
export async function recordWork(
  recorder: PostgresRecorder,
  send: (request: SampleRequest) => Promise<Response>,
  requests: readonly SampleRequest[],
): Promise<RecordedWork> {
  const work = new Map<string, { known: Record<string, WorkStatement[][]>; any: readonly WorkStatement[] }>()
  for (const request of requests) {
    const { method, type, id, isOwn } = request
    const all = await recorder.record(async () => {
      const response = await send(request)
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`${method} ${type}/${id}: ${response.status}`)
    })
    const statements = all.filter(({ values }) => values.includes(id)).map((one) => toStatement(one, id))
    if (statements.length === 0) throw new Error(`${method} ${type}/${id} sent no statement with its id`)
    const known = work.get(`${method} ${type}`)?.known ?? {}
    if (isOwn) known[id] = [...(known[id] ?? []), statements]
    work.set(`${method} ${type}`, { known, any: statements })
  }
  return Object.fromEntries(work)
}

const oidOfBoolean = 16

function toStatement({ text, values, types }: RecordedStatement, id: string): WorkStatement {
  return {
    text,
    values: values.map((value, at) => {
      if (value === id) return { of: 'id' }
      if (value?.startsWith('{') && isDocument(value)) return { of: 'body' }
      // The driver writes a boolean anew from what it is given.
      return types[at] === oidOfBoolean && value !== null ? value === 't' : value
    }),
  }
}

function isDocument(text: string): boolean {
  try {
    return typeof (JSON.parse(text) as { resourceType?: unknown }).resourceType === 'string'
  } catch {
    return false
  }
}
