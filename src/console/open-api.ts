/** What `/openapi.json` says of the paths of the console. */
import type { PluginOpenApi } from '../plugin.ts'

const document = { content: { 'text/html': { schema: { type: 'string' } } } }
const name = { name: 'name', in: 'path', required: true, schema: { type: 'string' } }
const path = { ...name, name: 'path' }

const shell = (operationId: string, parameters: readonly (typeof name)[] = []) => ({
  get: {
    ...{ operationId, summary: 'The console, for browsers', tags: ['Console'], security: [] },
    ...(parameters.length > 0 && { parameters: [...parameters] }),
    responses: {
      200: { description: 'The page', ...document },
      302: { description: 'The same at the public URL' },
      304: { description: 'Not changed since `If-None-Match`' },
    },
  },
})

const file = (operationId: string, summary: string) => ({
  get: {
    ...{ operationId, summary, tags: ['Console'], security: [], parameters: [name] },
    responses: {
      200: { description: 'The file' },
      304: { description: 'Not changed since `If-None-Match`' },
      404: { $ref: '#/components/responses/Outcome404' },
    },
  },
})

export function describeConsole(): PluginOpenApi {
  return {
    paths: {
      '/ui': shell('console'),
      '/ui/{path}': shell('console-page', [path]),
      '/ui/assets/{name}': file('console-file', 'A file of the console'),
      '/ui/pages/{name}': file('console-own-page', 'A page that the operator added to the console'),
    },
  }
}
