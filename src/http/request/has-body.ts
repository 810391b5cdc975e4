/** Whether a request has a body, by its headers where they say: on Bun a look at `body` turns it into a slow stream. */

export function hasBody(request: Request): boolean {
  const length = request.headers.get('content-length')
  return length === null ? request.body !== null : length !== '0'
}
