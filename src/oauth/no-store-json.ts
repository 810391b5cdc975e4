/** JSON answers that no cache may keep (RFC 6749 §5.1). */
const usual = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  pragma: 'no-cache',
}

export function noStoreJson(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): Response {
  const response = new Response(JSON.stringify(body), { status, headers: usual })
  for (const [name, value] of Object.entries(headers)) {
    for (const one of typeof value === 'string' ? [value] : value) response.headers.append(name, one)
  }
  return response
}
