/** What both floors share: routes of Elysia for each type, and the product's pool. */
import { Elysia } from 'elysia'
import postgres from 'postgres'
import { createClientPool } from '../../src/storage/postgres/client-pool.ts'

export interface FloorRow {
  readonly text: string
  readonly version_id: string
  readonly last_updated: number
}

/** Prepared, with values as they go over the wire. */
export type Run = (statement: string, values: (string | boolean | null)[]) => Promise<readonly FloorRow[]>

export interface FloorHandlers {
  get(id: string): Promise<Response>
  put(id: string, body: string): Promise<Response>
  post(body: string): Promise<Response>
  delete(id: string): Promise<Response>
}

export interface Floor {
  /** What the database needs before, if anything. */
  readonly prepare?: (types: readonly string[]) => string
  readonly handlers: (type: string, run: Run) => FloorHandlers
}

/** Of the types in FLOOR_TYPES, on the database of DATABASE_URL. */
export async function serveFloor({ prepare, handlers }: Floor): Promise<void> {
  const types = (process.env.FLOOR_TYPES ?? '').split(',')
  const url = process.env.DATABASE_URL ?? ''
  const { sql } = createClientPool({
    size: 4,
    connect: (onclose) => postgres(url, { max: 1, fetch_types: false, onnotice() {}, onclose }),
  })
  if (prepare !== undefined) await sql.unsafe(prepare(types))
  const run: Run = (statement, values) => sql.unsafe<FloorRow[]>(statement, values, { prepare: true })
  const app = new Elysia().get('/health', () => new Response('ok'))
  for (const type of types) {
    const of = handlers(type, run)
    app
      .get(`/${type}/:id`, ({ params }) => of.get(params.id))
      .put(`/${type}/:id`, ({ params, body }) => of.put(params.id, body as string), { parse: 'text' })
      .post(`/${type}`, ({ body }) => of.post(body as string), { parse: 'text' })
      .delete(`/${type}/:id`, ({ params }) => of.delete(params.id))
  }
  app.listen({ hostname: '127.0.0.1', port: Number(process.env.PORT) })
  process.on('SIGTERM', () => process.exit(0))
}
