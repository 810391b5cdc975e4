/** A server with so many patients, ready to be searched. */
import type { Running } from '../command-line.ts'
import type { PostgresServer } from '../postgres-server.ts'
import { startProduct } from '../product.ts'
import type { ServerProcess } from '../server-process.ts'
import { asReader, putReader } from '../set-up-product.ts'
import { loadRows, vacuum } from './load-rows.ts'
import { searchRow, writtenAt } from './rows.ts'
import { waitForIndex } from './wait-for-index.ts'

export interface Site {
  readonly server: ServerProcess
  readonly count: number
  readonly headers: Readonly<Record<string, string>>
}

export interface SiteOptions {
  readonly count: number
  readonly profile?: string
  readonly checkout?: string
}

const type = 'Patient'

export async function openSite(
  database: PostgresServer,
  options: SiteOptions,
  running: Running,
): Promise<Site> {
  const { count, profile, checkout } = options
  const databaseUrl = await database.createDatabase('bench_search')
  const first = await startProduct({ databaseUrl, checkout })
  await putReader(first.url)
  await first.stop()
  await loadRows(databaseUrl, {
    ...{ table: type.toLowerCase(), type, count },
    toResource: (number) => searchRow(number, count),
    writtenAt: (number) => writtenAt(number, count),
  })
  const server = await startProduct({ databaseUrl, profile, checkout })
  running.onStop(server.stop)
  await waitForIndex(server.url, type)
  await vacuum(databaseUrl)
  return { server, count, headers: { authorization: await asReader(server.url) } }
}
