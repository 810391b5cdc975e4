/** The load generator: a process of its own, which runs the jobs that it reads and stops at the first wrong answer. */
import { createInterface } from 'node:readline'
import type { CodeFlowUnit, LoadAnswer, LoadJob, LoadRequest, RequestsUnit } from './load-job.ts'

async function run({ count, concurrency, unit }: LoadJob): Promise<LoadAnswer> {
  let started = 0
  let hasFailed = false
  const work = async () => {
    while (started < count && !hasFailed) await runUnit(unit, started++)
  }
  const startedAt = performance.now()
  try {
    await Promise.all(Array.from({ length: concurrency }, work))
    return { seconds: (performance.now() - startedAt) / 1000 }
  } catch (error) {
    hasFailed = true
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

async function runUnit(unit: RequestsUnit | CodeFlowUnit, index: number): Promise<void> {
  if (unit.kind === 'code-flow') return await runCodeFlow(unit)
  const request = unit.requests[index % unit.requests.length]
  if (request !== undefined) await (await send(request)).arrayBuffer()
}

async function send({ url, method, headers, body, status }: LoadRequest): Promise<Response> {
  const response = await fetch(url, { method, headers, body, redirect: 'manual' })
  if (response.status !== status) {
    const { pathname } = new URL(url)
    const text = (await response.text()).slice(0, 500)
    throw new Error(`${method} ${pathname} answered ${response.status} instead of ${status}: ${text}`)
  }
  return response
}

async function runCodeFlow({ authorizeUrl, cookie, tokenUrl, tokenForm }: CodeFlowUnit): Promise<void> {
  const led = await send({ url: authorizeUrl, method: 'GET', headers: { cookie }, status: 302 })
  await led.arrayBuffer()
  const location = led.headers.get('location') ?? ''
  const code = URL.parse(location)?.searchParams.get('code')
  if (!code) throw new Error(`The authorization led to no code: ${location.slice(0, 200)}`)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ ...tokenForm, code }).toString()
  const answer = await send({ url: tokenUrl, method: 'POST', headers, body, status: 200 })
  await answer.arrayBuffer()
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await run(JSON.parse(line) as LoadJob)))
}
