/** The OpenAPI document as a page to read: operations by tag, then the schemas. It has no script; English, as the document is. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import type { Branding } from './branding.ts'
import { html, type SafeHtml } from './html.ts'
import { type Page, renderLayout } from './layout.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete']

interface Operation {
  readonly method: string
  readonly path: string
  readonly description: JsonObject
  /** Of the path. */
  readonly shared: readonly JsonObject[]
}

export function renderApiPage(branding: Branding, document: JsonObject): Page {
  const operations = listOperations(document)
  const tags = [...new Set(operations.map(({ description }) => tagOf(description)))]
  const { schemas, parameters } = toObject(document.components)
  const body = html`<div lang="en">
<p>Every path and every format of this server, as <a href="/openapi.json">OpenAPI 3.1</a> has them.</p>
<nav aria-label="Contents"><ul>
${tags.map((tag) => html`<li><a href="#${toId('tag', tag)}">${tag}</a></li>\n`)}<li><a href="#schemas">Schemas</a></li>
</ul></nav>
${tags.map((tag) => renderTag(tag, operations, toObject(parameters)))}
<section><h2 id="schemas">Schemas</h2>
${Object.entries(toObject(schemas)).map(([name, schema]) => renderSchema(name, schema))}</section>
</div>`
  return renderLayout({ branding, title: 'API', body, isWide: true })
}

function listOperations({ paths }: JsonObject): readonly Operation[] {
  return Object.entries(toObject(paths)).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const description = toObject(item)[method]
      const shared = toList(toObject(item).parameters)
      return isJsonObject(description) ? [{ method: method.toUpperCase(), path, description, shared }] : []
    }),
  )
}

function tagOf({ tags }: JsonObject): string {
  return Array.isArray(tags) ? String(tags[0]) : 'Others'
}

function renderTag(tag: string, operations: readonly Operation[], parameters: JsonObject): SafeHtml {
  const own = operations.filter(({ description }) => tagOf(description) === tag)
  return html`<section><h2 id="${toId('tag', tag)}">${tag}</h2>
${own.map((operation) => renderOperation(operation, parameters))}</section>
`
}

function renderOperation({ method, path, description, shared }: Operation, parameters: JsonObject): SafeHtml {
  const taken = [...shared, ...toList(description.parameters)].map((one) => resolve(one, parameters))
  const { requestBody, responses } = description
  return html`<details><summary><code>${method} ${path}</code> ${textOf(description.summary)}</summary>
${taken.length > 0 && html`<ul>${taken.map((one) => renderParameter(one))}</ul>`}
${isJsonObject(requestBody) && html`<p>Body: ${renderContent(requestBody)}</p>`}
<ul>${Object.entries(toObject(responses)).map(([status, answer]) => html`<li>${status}: ${renderAnswer(toObject(answer))}</li>`)}</ul>
</details>
`
}

function renderParameter({ name, in: place, required, description }: JsonObject): SafeHtml {
  const where = `${textOf(place)}${required === true ? ', required' : ''}`
  return html`<li><code>${textOf(name)}</code> (${where}) ${textOf(description)}</li>`
}

function renderAnswer(answer: JsonObject): SafeHtml {
  if (typeof answer.$ref === 'string') return html`${answer.$ref.split('/').at(-1)}`
  return html`${textOf(answer.description)} ${renderContent(answer)}`
}

/** The schema of the first media type, and all media types. */
function renderContent({ content }: JsonObject): SafeHtml {
  const entries = Object.entries(toObject(content))
  const names = referencesIn(toObject(entries[0]?.[1]).schema ?? null)
  const links = names.map((name) => html`<a href="#${toId('schema', name)}">${name}</a> `)
  return html`${links}${entries.length > 0 && html`<span class="muted small">${entries.map(([type]) => type).join(', ')}</span>`}`
}

function referencesIn(schema: JsonValue): readonly string[] {
  const found = [...JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)]
  return [...new Set(found.map(([, name = '']) => name))]
}

function renderSchema(name: string, schema: JsonValue | undefined): SafeHtml {
  return html`<details id="${toId('schema', name)}"><summary><code>${name}</code></summary>
<pre><code>${JSON.stringify(schema, null, 2)}</code></pre>
</details>
`
}

function resolve(one: JsonObject, parameters: JsonObject): JsonObject {
  return typeof one.$ref === 'string' ? toObject(parameters[one.$ref.split('/').at(-1) ?? '']) : one
}

function toId(kind: string, name: string): string {
  return `${kind}-${name.replace(/[^A-Za-z0-9]+/g, '-')}`
}

function toObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function toList(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
