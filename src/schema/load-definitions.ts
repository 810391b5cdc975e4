/** All resource types of a server: those of plug-ins, the built-in ones, and those of schema files. */
import type { Config } from '../config.ts'
import { parseYaml } from '../formats/yaml.ts'
import { AppError } from '../kernel/errors.ts'
import type { Plugin } from '../plugin.ts'
import { importModule, kindOfPath, listFiles, readTextFile } from '../runtime/files.ts'
import { loadSchemaFiles } from './load-schema-files.ts'
import type { ResourceDefinition } from './resource-definition.ts'

const usualFolder = './schemas'

/** Throws AppError `invalid` with the problems of all schema files. */
export async function loadDefinitions(
  { schemaDir }: Pick<Config, 'schemaDir'>,
  plugins: readonly Plugin[],
): Promise<readonly ResourceDefinition[]> {
  const own = plugins.flatMap(({ resources }) => resources)
  const folder = schemaDir ?? usualFolder
  if ((await kindOfPath(folder)) !== 'folder') {
    if (schemaDir === undefined) return own
    throw new AppError(
      'invalid',
      'schema-folder-missing',
      `SCHEMA_DIR is ${schemaDir}, but there is no such folder.`,
    )
  }
  const reader = { listFiles, readTextFile, importModule, parseYaml }
  return [
    ...own,
    ...(await loadSchemaFiles(
      folder,
      reader,
      own.map(({ type }) => type),
    )),
  ]
}
