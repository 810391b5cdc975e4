/** The command line of the measurements. See README.md. */
import { type Command, type Running, usageOf, Words } from './command-line.ts'
import { hostile } from './commands/hostile.ts'
import { policies } from './commands/policies.ts'
import { rounds } from './commands/rounds.ts'
import { search } from './commands/search.ts'
import { soak } from './commands/soak.ts'
import { starts } from './commands/starts.ts'
import { unread } from './commands/unread.ts'
import { compareReport } from './report/compare.ts'
import { toTable } from './report/report.ts'
import { readResults, writeResults } from './report/results-file.ts'

/** The first one runs without a word. */
const commands: readonly Command[] = [rounds, search, policies, starts, unread, soak, hostile]

/** What was started, to be stopped in the opposite order whatever happens. */
const started: (() => Promise<void>)[] = []
const running: Running = { onStop: (stop) => void started.push(stop) }

let stopping: Promise<void> | undefined

/** A signal and the end of the run that it leads to wait for the same. */
function stopAll(): Promise<void> {
  stopping ??= stopOneByOne()
  return stopping
}

async function stopOneByOne(): Promise<void> {
  for (let stop = started.pop(); stop !== undefined; stop = started.pop()) await stop()
}

async function run(args: readonly string[]): Promise<void> {
  const isNamed = args[0] !== undefined && !args[0].startsWith('-')
  const command = commands.find(({ name }) => name === (isNamed ? args[0] : ''))
  if (command === undefined) throw new Error(`There is no command ${args[0]}; --help lists them`)
  const words = new Words(command, isNamed ? args.slice(1) : args)
  if (words.has('help')) return console.log(usageOf(command, commands))
  const earlier =
    words.has('compare') || words.has('against') ? readResults(words.text('against')) : undefined
  const reports = await command.run(words, running)
  const texts = reports.flatMap((report) => [
    toTable(report),
    ...(earlier === undefined ? [] : [compareReport(report, earlier)]),
  ])
  console.log(texts.join('\n\n'))
  const file = words.text('json')
  if (file !== undefined) writeResults(file, reports, { options: args, note: words.text('note') })
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)))
}
try {
  await run(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await stopAll()
}
