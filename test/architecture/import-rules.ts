/** Which part of the source may import which; the table of docs/architecture.md as data. */
import { posix } from 'node:path'
import { type ProjectFile, withoutComments } from './project-files.ts'

interface Rule {
  /** Folders or files of src; a part may always import itself. `*`: everything. */
  readonly own: readonly string[]
  /** Packages, or `node:*`. */
  readonly packages: readonly string[]
}

/** The longest name that fits a file decides. */
const rules: Readonly<Record<string, Rule>> = {
  'main.ts': { own: ['app.ts', 'cli', 'config.ts', 'runtime'], packages: [] },
  'app.ts': { own: ['*'], packages: [] },
  app: { own: ['*'], packages: [] },
  cli: { own: ['app.ts', 'app', 'config.ts', 'runtime', 'kernel'], packages: [] },
  'config.ts': { own: ['config', 'kernel'], packages: [] },
  config: { own: ['kernel'], packages: [] },
  'plugin.ts': { own: ['kernel', 'schema', 'engine/ports'], packages: [] },
  kernel: { own: [], packages: [] },
  formats: { own: ['kernel'], packages: ['js-yaml'] },
  schema: { own: ['kernel'], packages: ['@sinclair/typebox', 'ajv', 're2js'] },
  resources: { own: ['kernel', 'schema'], packages: ['@sinclair/typebox'] },
  engine: { own: ['kernel', 'schema'], packages: [] },
  storage: {
    own: ['kernel', 'schema', 'engine/ports'],
    packages: ['drizzle-orm', 'postgres', '@electric-sql/pglite'],
  },
  http: { own: ['kernel', 'schema', 'engine', 'plugin.ts'], packages: ['elysia', 'js-yaml'] },
  auth: {
    own: ['kernel', 'schema', 'engine', 'plugin.ts'],
    packages: ['jose', 're2js', 'ajv', '@sinclair/typebox'],
  },
  // Beside the kernel only the ports that it implements.
  runtime: {
    own: ['kernel', 'engine/ports', 'storage/storage-runtime.ts'],
    packages: ['node:*', '@node-rs/argon2'],
  },
  ui: { own: [], packages: [] },
}

export interface Import {
  readonly specifier: string
  readonly isTypeOnly: boolean
}

const importPattern =
  /(?:^|[\n;])\s*(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+?\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*(['"])([^'"\n]+)\3/g

export function findImports(text: string): readonly Import[] {
  return [...withoutComments(text).matchAll(importPattern)].map((match) => ({
    specifier: match[2] ?? match[4] ?? '',
    isTypeOnly: match[1] !== undefined,
  }))
}

/** One sentence for each import of a file of src that the table does not allow. */
export function findWrongImports({ path, text }: ProjectFile): readonly string[] {
  const file = path.replace(/^src\//, '')
  const part = partOf(file)
  const rule = rules[part]
  if (!rule) return [`${path}: no rule for this part of src`]
  return findImports(text)
    .filter(({ specifier }) => !isAllowed(specifier, file, part, rule))
    .map(({ specifier }) => `${path} imports ${specifier}`)
}

function isAllowed(specifier: string, file: string, part: string, rule: Rule): boolean {
  if (!specifier.startsWith('.')) {
    return rule.packages.some((name) =>
      name === 'node:*'
        ? specifier.startsWith('node:')
        : specifier === name || specifier.startsWith(`${name}/`),
    )
  }
  const target = posix.join(posix.dirname(file), specifier)
  if (target === '../package.json') return part === 'app' || part === 'cli'
  return [part, ...rule.own].some((name) => name === '*' || target === name || target.startsWith(`${name}/`))
}

function partOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file
}
