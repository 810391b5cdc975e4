/** A request as it was sent and what came back, and both as text. */
import { maskHeaders, maskSecrets } from '../../../api/secrets.ts'

export interface Message {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly status: number
  /** Those that say something here. */
  readonly answerHeaders: Readonly<Record<string, string>>
  readonly answer: string
}

const tellingHeaders = ['location', 'content-type', 'cache-control', 'www-authenticate', 'retry-after']

export function pickHeaders(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tellingHeaders.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
}

export function sentText({ method, path, headers, body }: Message, isRevealed: boolean): string {
  const shownHeaders = isRevealed ? headers : maskHeaders(headers)
  const shown = body === undefined || isRevealed ? body : maskSecrets(body)
  // A form on one line cannot be read.
  const isForm = headers['content-type']?.includes('form')
  return toText(`${method} ${path}`, shownHeaders, isForm ? shown?.replaceAll('&', '\n&') : shown)
}

export function answeredText({ status, answerHeaders, answer }: Message, isRevealed: boolean): string {
  const { location } = answerHeaders
  const headers =
    location === undefined || isRevealed
      ? answerHeaders
      : { ...answerHeaders, location: location.replace(/([?&]code=)[^&]*/, '$1…') }
  const text = readable(answer, answerHeaders['content-type'] ?? '')
  return toText(`HTTP ${status}`, headers, isRevealed ? text : maskSecrets(text))
}

function toText(line: string, headers: Readonly<Record<string, string>>, body = ''): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [line, ...lines, ...(body === '' ? [] : ['', body])].join('\n')
}

function readable(text: string, type: string): string {
  if (type.includes('html')) return textOf(text)
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** What a person reads of a page. It is shown as text, so what is left of tags does no harm. */
function textOf(html: string): string {
  const bare = html
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<\/(?:p|h\d|li|div|dt|dd)>/g, '\n')
    .replace(/<[^>]*>/g, ' ')
  const named = bare.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
  return named
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
