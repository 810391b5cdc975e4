/** YAML 1.2 in and out. */
export { parseYaml } from './yaml-reader.ts'
export { toYamlText } from './yaml-writer.ts'
