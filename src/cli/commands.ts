/** What the command line can be told to do. */
import { type AppParts, checkFiles, checkSearchIndex, migrateDatabase } from '../app.ts'
import { findCautions } from '../config/cautions.ts'
import { settingsInForce } from '../config/settings-in-force.ts'
import { type Config, readConfig } from '../config.ts'
import { kindOfPathNow } from '../runtime/files.ts'
import { environment, exit, writeError, writeOut } from '../runtime/process.ts'
import { describeStartFailure } from './start-failure.ts'

/** What serves is handed in: it is the process's own. */
export type Serve = (
  config: Config,
  parts: AppParts & { readonly cautions: readonly string[] },
) => Promise<void>

type Plugins = NonNullable<AppParts['plugins']>

interface Context {
  readonly plugins: Plugins
  /** Throws ConfigError with all problems of the settings. */
  readonly config: () => Config
  readonly serve: Serve
}

interface Command {
  readonly sentence: string
  readonly run: (context: Context) => Promise<void>
}

export const commands: Readonly<Record<string, Command>> = {
  serve: {
    sentence: 'starts the server; also without a word',
    run: ({ config, plugins, serve }) =>
      serve(config(), { plugins, cautions: findCautions(environment(), plugins) }),
  },
  migrate: {
    sentence: 'makes and changes the tables of the database, and ends',
    async run({ config, plugins }) {
      await migrateDatabase(config(), { plugins })
      writeOut('The database is as this version needs it.\n')
    },
  },
  check: {
    sentence: 'reads settings, schema files and INIT_BUNDLE, says what is wrong, and ends; opens no database',
    async run({ config, plugins }) {
      const { types, entries } = await checkFiles(config(), { plugins })
      writeOut(
        `Nothing is wrong: ${types} types, ${entries} entries of INIT_BUNDLE.\n${cautionLines(plugins)}`,
      )
    },
  },
  'check --index': {
    sentence:
      'opens the database, compares the index of searches with the resources, and ends: with 1 where they differ',
    run: (context) => checkIndex(context, false),
  },
  'check --index --repair': {
    sentence: 'the same, and mends what differs',
    run: (context) => checkIndex(context, true),
  },
  config: {
    sentence: 'shows every setting with its value and where it comes from, secrets masked',
    async run({ config, plugins }) {
      writeOut(`${settingsInForce(environment(), plugins)}\n${cautionLines(plugins)}`)
      // Wrong ones are shown, and then said.
      config()
    },
  },
}

const progressMs = 10_000

async function checkIndex({ config, plugins }: Context, repair: boolean): Promise<void> {
  let [told, different] = [performance.now(), 0]
  const onProgress = (type: string, resources: number) => {
    if (performance.now() - told < progressMs) return
    told = performance.now()
    writeError(`${type}: ${resources} resources so far\n`)
  }
  for await (const report of checkSearchIndex(config(), { repair, onProgress }, { plugins })) {
    const { type, resources, wrong, left, examples } = report
    if (wrong + left === 0) continue
    different += wrong + left
    writeOut(
      `${type}: ${wrong} of ${resources} resources have wrong entries, ${left} entries are nobody's. For example: ${examples.join(', ')}\n`,
    )
  }
  if (different === 0) writeOut('The index of searches is as the resources say.\n')
  else if (repair) writeOut('Repaired.\n')
  else {
    writeError('Mend it with: npx firekeep check --index --repair\n')
    exit(1)
  }
}

function cautionLines(plugins: Plugins): string {
  return findCautions(environment(), plugins)
    .map((caution) => `Caution: ${caution}\n`)
    .join('')
}

/** Ends the process with 1 when it fails, in words for the operator. */
export async function runCommand(name: string, wanted: Promise<Plugins>, serve: Serve): Promise<void> {
  try {
    const plugins = await wanted
    const config = () => readConfig(environment(), plugins, { kindOfPath: kindOfPathNow })
    await commands[name]?.run({ plugins, config, serve })
  } catch (error) {
    writeError(describeStartFailure(error))
    exit(1)
  }
}
