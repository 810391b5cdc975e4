/** The load generator: a process of its own, which runs the jobs that it reads and stops at the first wrong answer. */
import { createInterface } from 'node:readline'
import {
  type CodeFlowUnit,
  type LoadAnswer,
  type LoadJob,
  type LoadRequest,
  type LoadUnit,
  placeholder,
} from './load-job.ts'

/** Otherwise Bun asks for compressed answers, which is another kind of work. */
const plain = { 'accept-encoding': 'identity' }

/** Units that were run before. */
let ended = 0
const keptCodes: string[] = []

async function run({
  count,
  concurrency,
  unit,
  maxMs = Number.POSITIVE_INFINITY,
}: LoadJob): Promise<LoadAnswer> {
  let started = 0
  let hasFailed = false
  const unitMs: number[] = []
  const startedAt = performance.now()
  const work = async () => {
    while (started < count && !hasFailed) {
      const index = started++
      const beganAt = performance.now()
      if (index > 0 && beganAt - startedAt > maxMs) return
      await runUnit(unit, index)
      unitMs.push(performance.now() - beganAt)
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, work))
    return { seconds: (performance.now() - startedAt) / 1000, unitMs }
  } catch (error) {
    hasFailed = true
    return { error: error instanceof Error ? error.message : String(error) }
  } finally {
    ended += started
  }
}

async function runUnit(unit: LoadUnit, index: number): Promise<void> {
  if (unit.kind === 'code-flow') return await runCodeFlow(unit)
  for (const request of unit.sequences[index % unit.sequences.length] ?? []) {
    await (await send(request.isTemplate ? fillIn(request, index) : request)).arrayBuffer()
  }
}

function fillIn(request: LoadRequest, index: number): LoadRequest {
  const fill = (text: string) =>
    text.replaceAll(placeholder.unit, String(ended + index)).replaceAll(placeholder.index, String(index))
  return {
    ...request,
    url: fill(request.url),
    ...(request.body !== undefined && { body: fill(request.body) }),
  }
}

async function send({ url, method, headers, body, status }: LoadRequest): Promise<Response> {
  const response = await fetch(url, { method, headers: { ...plain, ...headers }, body, redirect: 'manual' })
  if (response.status !== status) {
    const { pathname } = new URL(url)
    const text = (await response.text()).slice(0, 500)
    throw new Error(`${method} ${pathname} answered ${response.status} instead of ${status}: ${text}`)
  }
  return response
}

async function runCodeFlow(unit: CodeFlowUnit): Promise<void> {
  if (unit.part === 'authorize') keptCodes.push(await authorize(unit))
  else await exchange(unit, (unit.part === 'exchange' && keptCodes.shift()) || (await authorize(unit)))
}

/** Answers the code. */
async function authorize({ authorizeUrl, cookie }: CodeFlowUnit): Promise<string> {
  const led = await fetch(authorizeUrl, { headers: { cookie }, redirect: 'manual' })
  await led.arrayBuffer()
  const location = led.headers.get('location') ?? ''
  const code = URL.parse(location)?.searchParams.get('code')
  if (!code) throw new Error(`The authorization led to no code: ${led.status} ${location.slice(0, 200)}`)
  return code
}

async function exchange({ tokenUrl, tokenForm }: CodeFlowUnit, code: string): Promise<void> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ ...tokenForm, code }).toString()
  const answer = await send({ url: tokenUrl, method: 'POST', headers, body, status: 200 })
  await answer.arrayBuffer()
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await run(JSON.parse(line) as LoadJob)))
}
