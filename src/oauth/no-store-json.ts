/** JSON answers that no cache may keep (RFC 6749 §5.1). */
export function noStoreJson(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): Response {
  const answer = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'x-content-type-options': 'nosniff',
  })
  for (const [name, value] of Object.entries(headers)) {
    for (const one of typeof value === 'string' ? [value] : value) answer.append(name, one)
  }
  return new Response(JSON.stringify(body), { status, headers: answer })
}
