/** A browser without a screen: cookies, redirects within the server, and forms. */
import { type Reachable, baseUrl as usualBaseUrl } from './test-app.ts'

export interface Form {
  readonly action: string
  readonly fields: Record<string, string>
}

export class UserAgent {
  readonly cookies = new Map<string, string>()
  readonly app: Pick<Reachable, 'fetch'>
  readonly baseUrl: string

  constructor(app: Pick<Reachable, 'fetch' | 'baseUrl'>) {
    this.app = app
    this.baseUrl = app.baseUrl ?? usualBaseUrl
  }

  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await this.app.fetch(url, { ...init, headers })
    this.keepCookies(response)
    return response
  }

  /** As after a request of this browser. */
  keepCookies(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
  }

  /** Follows redirects as long as they stay on the server; the last response, or the one that leads away. */
  async open(url: string, init?: RequestInit): Promise<Response> {
    let response = await this.request(url, init)
    for (let hops = 0; hops < 10; hops += 1) {
      const location = response.headers.get('location')
      if (location === null || !location.startsWith(`${this.baseUrl}/`)) return response
      response = await this.request(location)
    }
    throw new Error('Too many redirects')
  }

  async submit(
    form: Form,
    values: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return await this.open(form.action, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.baseUrl, ...headers },
      body: new URLSearchParams({ ...form.fields, ...values }),
    })
  }

  #keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim())
    const name = pair.slice(0, pair.indexOf('='))
    if (attributes.some((one) => one.toLowerCase() === 'max-age=0')) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(pair.indexOf('=') + 1))
  }
}

/** The first form of a page. */
export async function readForm(response: Response): Promise<Form> {
  const html = await response.text()
  const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(html)
  if (!form) throw new Error(`No form in the page (status ${response.status}): ${html.slice(-1500)}`)
  const fields: Record<string, string> = {}
  for (const input of (form[2] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    fields[unescapeHtml(input[1] ?? '')] = unescapeHtml(input[2] ?? '')
  }
  return { action: unescapeHtml(form[1] ?? ''), fields }
}

function unescapeHtml(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal))
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    return names[name] ?? whole
  })
}
