/** All resource types of a server: those of plug-ins, and those of schema files. */
import type { Config } from '../config.ts'
import { parseYaml } from '../formats/yaml.ts'
import { AppError } from '../kernel/errors.ts'
import type { Plugin } from '../plugin.ts'
import { importModule, kindOfPath, listFiles, readTextFile } from '../runtime/files.ts'
import { loadSchemaFiles } from '../schema/load-schema-files.ts'
import type { ResourceDefinition } from '../schema/resource-definition.ts'
import { PluginError } from './plugin-error.ts'

const usualFolder = './schemas'

/** Throws AppError `invalid` with the problems of all schema files, PluginError for plug-ins that contradict each other. */
export async function loadDefinitions(
  { schemaDir }: Pick<Config, 'schemaDir'>,
  plugins: readonly Plugin[],
): Promise<readonly ResourceDefinition[]> {
  const own = collectDefinitions(plugins)
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
  const taken = own.map(({ type }) => type)
  return [...own, ...(await loadSchemaFiles(folder, reader, taken))]
}

/** A definition that several plug-ins bring counts once. */
export function collectDefinitions(plugins: readonly Plugin[]): readonly ResourceDefinition[] {
  const found = new Map<string, { readonly definition: ResourceDefinition; readonly plugin: string }>()
  for (const { name: plugin, resources = [] } of plugins) {
    for (const definition of resources) {
      const other = found.get(definition.type)
      if (other === undefined) found.set(definition.type, { definition, plugin })
      else if (other.definition !== definition)
        throw new PluginError(
          `The plug-ins ${other.plugin} and ${plugin} bring two definitions of the type ${definition.type}.`,
        )
    }
  }
  return [...found.values()].map(({ definition }) => definition)
}
