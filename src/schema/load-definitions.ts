/** All resource types of a server: those of plug-ins, and those of schema files. */
import { AppError } from '../kernel/errors.ts'
import { type LoadOptions, loadSchemaFiles, type SchemaFileReader } from './load-schema-files.ts'
import type { ResourceDefinition } from './resource-definition.ts'

const usualFolder = './schemas'

/** `schemaDir` undefined: the usual folder, if there is one. Throws AppError `invalid` with the problems of all schema files. */
export async function loadDefinitions(
  own: readonly ResourceDefinition[],
  schemaDir: string | undefined,
  { served, ...reader }: SchemaFileReader & Pick<LoadOptions, 'served'>,
): Promise<readonly ResourceDefinition[]> {
  const folder = schemaDir ?? usualFolder
  if ((await reader.kindOfPath(folder)) === 'folder') {
    const takenTypes = own.map(({ type }) => type)
    return [...own, ...(await loadSchemaFiles(folder, reader, { takenTypes, served }))]
  }
  if (schemaDir === undefined) return own
  const message = `SCHEMA_DIR is ${schemaDir}, but there is no such folder.`
  throw new AppError('invalid', 'schema-folder-missing', message)
}
