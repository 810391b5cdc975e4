/** What decisions cost among many policies, and a change of one of them. */
import type { Command, Running } from '../command-line.ts'
import { measureRounds, roundsOptions } from '../measure-rounds.ts'
import { openPostgresServer, type PostgresServer } from '../postgres-server.ts'
import { asRoot, putAsRoot, startProduct } from '../product.ts'
import type { Report } from '../report/report.ts'
import { toRoundsReport } from '../report/rounds-report.ts'
import { quantile } from '../report/spread.ts'
import type { Measured } from '../run-rounds.ts'
import { listPolicyScenarios, type PolicyKind, policyKinds, readPatient } from '../scenarios/policies.ts'
import { loadRows } from '../search/load-rows.ts'
import type { ServerProcess } from '../server-process.ts'
import { asReader, putReader } from '../set-up-product.ts'

export const policies: Command = {
  name: 'policies',
  text: `What a decision costs with 1 and 1,000 policies for everybody and with 10,000 that are linked to others, and what the
change of one of them costs together with the next request. A server each, in interleaved rounds.`,
  options: roundsOptions,
  async run(words, running) {
    const database = await openPostgresServer()
    running.onStop(database.close)
    const started = []
    for (const kind of policyKinds) started.push({ kind, ...(await start(kind, database, running)) })
    const servers = Object.fromEntries(started.map(({ kind, server }) => [kind.name, server]))
    const scenarios = started.flatMap(({ kind, server, reader }) =>
      listPolicyScenarios(kind, server.url, { reader, root: asRoot }),
    )
    const measured = await measureRounds({ servers, scenarios, database }, words, running)
    return [withDifferences(toRoundsReport('policies', measured), measured)]
  },
}

async function start(
  { count, toPolicy }: PolicyKind,
  database: PostgresServer,
  running: Running,
): Promise<{ readonly server: ServerProcess; readonly reader: string }> {
  const databaseUrl = await database.createDatabase('bench_policies')
  const first = await startProduct({ databaseUrl })
  await putReader(first.url)
  await putAsRoot(first.url, `Patient/${readPatient.id}`, readPatient)
  // Of the policy that is changed: a link has to lead somewhere when it is written.
  await putAsRoot(first.url, 'User/somebody-0', { email: 'somebody@example.org' })
  await first.stop()
  if (count > 0) {
    const rows = { table: 'accesspolicy', type: 'AccessPolicy', count, toResource: toPolicy }
    await loadRows(databaseUrl, { ...rows, writtenAt: () => Date.now() })
  }
  const server = await startProduct({ databaseUrl })
  running.onStop(server.stop)
  return { server, reader: await asReader(server.url) }
}

/** How much more a decision costs than with no other policy, of the same rounds. */
function withDifferences(report: Report, measured: readonly Measured[]): Report {
  const roundsOf = (name: string) => measured.find(({ scenario }) => scenario.name === name)?.rounds ?? []
  const base = roundsOf(`GET, ${policyKinds[0]?.name}`)
  const notes = policyKinds.slice(1).flatMap(({ name, aimUs }) => {
    const more = roundsOf(`GET, ${name}`).map(
      ({ serverUs }, at) => serverUs - (base[at]?.serverUs ?? Number.NaN),
    )
    const median = quantile(more, 0.5)
    if (Number.isNaN(median)) return []
    const aim = aimUs === undefined ? '' : `; aim ≤ ${aimUs} µs: ${median <= aimUs ? 'met' : 'missed'}`
    return [`${name}: a decision costs ${median.toFixed(0)} µs more${aim}`]
  })
  return { ...report, notes }
}
