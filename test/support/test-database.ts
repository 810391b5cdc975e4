/** Where a whole server under test keeps its data: in memory, or in a new database of TEST_DATABASE_URL. */
import process from 'node:process'
import postgres from 'postgres'

export interface TestDatabase {
  /** Variables for the server. */
  readonly env: Record<string, string>
  drop(): Promise<void>
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env.TEST_DATABASE_URL
  if (!adminUrl) return { env: {}, async drop() {} }
  const name = `firekeep_test_${crypto.randomUUID().replaceAll('-', '')}`
  const run = async (statement: string) => {
    const sql = postgres(adminUrl, { max: 1, onnotice() {} })
    await sql.unsafe(statement)
    await sql.end()
  }
  await run(`create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return { env: { DATABASE_URL: url.href }, drop: () => run(`drop database ${name} with (force)`) }
}
