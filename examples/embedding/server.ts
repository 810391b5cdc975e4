/**
 * Firekeep inside an Elysia server of one's own, in both ways:
 *
 * - `.use(app.elysia)`: its routes are the server's, at the root. A server that listens on Bun tells it the addresses of
 *   peers; elsewhere `createApp(config, { server })` has to.
 * - `.mount('/fire', app.fetch)`: below a path, as a closed box, which sees no address of a peer: wrong passwords are
 *   counted as if all came from one. Links, `Location` and the pages begin with the base URL, which has to end with the path
 *   then: `createApp({ ...config, baseUrl: 'https://example.org/fire' })`. The setting `BASE_URL` is an origin alone.
 *
 * Run it: `bun examples/embedding/server.ts`
 */
import { Elysia } from 'elysia'
import { type App, createApp } from 'firekeep'
import { readConfig } from 'firekeep/config'

/** Routes and unknown paths of the server itself stay its own. */
export function embed(app: App) {
  return new Elysia()
    .get('/hello/:name', ({ params }) => `Hello ${params.name}`)
    .use(app.elysia)
    .mount('/fire', app.fetch)
}

if (import.meta.main) {
  const config = readConfig({ BASE_URL: 'http://localhost:3000', DATA_DIR: 'memory://' })
  embed(await createApp(config)).listen(3000)
}
