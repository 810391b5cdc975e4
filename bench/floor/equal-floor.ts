/**
 * The floor that does equal work: to the tables of the product it sends the very statements that the product sends, with as
 * many values, reads the same columns, and answers with the same headers; nothing else. What it sends was recorded
 * (`record-work.ts`) and is in the file FLOOR_WORK.
 */
import { readFileSync } from 'node:fs'
import { type FloorRow, type Run, serveFloor } from './floor-server.ts'
import type { RecordedWork, WorkStatement, WorkValue } from './record-work.ts'

const work = JSON.parse(readFileSync(process.env.FLOOR_WORK ?? '', 'utf8')) as RecordedWork

let requests = 0
const requestIdPrefix = crypto.randomUUID().slice(0, 8)

let lastSecond = -1
let lastText = ''

/** Consecutive answers often have the same second. */
function toHttpDate(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    lastText = new Date(second * 1000).toUTCString()
  }
  return lastText
}

function respond(row: FloorRow | undefined, status: number, location?: string): Response {
  if (row === undefined) return new Response(null, { status: 404 })
  const headers: Record<string, string> = {
    'x-request-id': `${requestIdPrefix}-${(requests++).toString(36)}`,
    'x-content-type-options': 'nosniff',
    vary: 'Accept, Accept-Encoding, Authorization, Origin',
    etag: `W/"${row.version_id}"`,
    'last-modified': toHttpDate(row.last_updated),
    'cache-control': 'no-store',
    'content-type': 'application/fhir+json; charset=utf-8',
  }
  if (location !== undefined) headers.location = `${location}/_history/${row.version_id}`
  return new Response(row.text, { status, headers })
}

function fillIn(values: readonly WorkValue[], id: string, body: string): (string | boolean | null)[] {
  return values.map((value) => {
    if (value === null || typeof value !== 'object') return value
    return value.of === 'id' ? id : body
  })
}

/** The last one answers. */
async function send(
  run: Run,
  statements: readonly WorkStatement[],
  id: string,
  body: string,
): Promise<FloorRow | undefined> {
  let row: FloorRow | undefined
  for (const { text, values } of statements) row = (await run(text, fillIn(values, id, body)))[0]
  return row
}

await serveFloor({
  handlers(type, run) {
    const of = (method: string) => work[`${method} ${type}`] ?? { known: {}, any: [] }
    const [get, put, post, remove] = [of('GET'), of('PUT'), of('POST'), of('DELETE')]
    const known = new Map(Object.entries(put.known))
    let turn = 0
    /** Documents of the same resource take turns. */
    const statementsOf = (id: string) => {
      const variants = known.get(id)
      return variants?.[turn++ % variants.length] ?? put.any
    }
    return {
      get: async (id) => respond(await send(run, get.any, id, ''), 200),
      put: async (id, body) => respond(await send(run, statementsOf(id), id, body), 200),
      async post(body) {
        const id = crypto.randomUUID()
        return respond(await send(run, post.any, id, body), 201, `/${type}/${id}`)
      },
      delete: async (id) => respond(await send(run, remove.any, id, ''), 200),
    }
  },
})
