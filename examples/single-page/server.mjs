/** Serves the files of the application; it knows no token. Run it with Node, Bun or Deno; any web server will do. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import process from 'node:process'

const { FIREKEEP_URL: firekeep = 'http://localhost:8080', APP_URL: app = 'http://localhost:3001' } =
  process.env
const read = (path) => readFileSync(new URL(path, import.meta.url))
const library = new URL('../browser/oidc-client-ts.min.js', import.meta.resolve('oidc-client-ts'))
const index = { type: 'text/html; charset=utf-8', body: read('public/index.html') }
const files = {
  '/': index,
  '/callback': index,
  '/app.js': { type: 'text/javascript', body: read('public/app.js') },
  '/app.css': { type: 'text/css', body: read('../app.css') },
  '/oidc-client-ts.js': { type: 'text/javascript', body: readFileSync(library) },
  '/settings.json': { type: 'application/json', body: JSON.stringify({ firekeep }) },
}
const policy = [
  ...[
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ${firekeep}`,
  ],
  ...[
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ],
].join('; ')

createServer((request, response) => {
  const file = files[new URL(request.url, app).pathname]
  if (!file) return response.writeHead(404).end('Not found')
  response.writeHead(200, {
    'content-type': file.type,
    'content-security-policy': policy,
    'cache-control': 'no-cache',
  })
  return response.end(file.body)
}).listen(process.env.PORT ?? new URL(app).port, 'localhost', () =>
  console.log(`${app} signs people in at ${firekeep}`),
)
