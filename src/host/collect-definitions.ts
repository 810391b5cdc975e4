/** The resource types that the plug-ins bring. */
import type { Plugin } from '../plugin.ts'
import type { ResourceDefinition } from '../schema/resource-definition.ts'
import { PluginError } from './start-plugins.ts'

/** A definition that several plug-ins bring counts once. Throws PluginError for two definitions of one name. */
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
