/** Headers on a response that is made already. */

/** The same response, or a copy of it where its headers cannot be changed (such as `Response.redirect`). */
export function setHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  try {
    for (const name in headers) response.headers.set(name, headers[name] ?? '')
    return response
  } catch {
    const copy = new Headers(response.headers)
    for (const name in headers) copy.set(name, headers[name] ?? '')
    return new Response(response.body, {
      status: response.status,
      statusText: response.statusText,
      headers: copy,
    })
  }
}
