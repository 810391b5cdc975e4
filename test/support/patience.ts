/**
 * Bun stops tests and hooks after five seconds, which starting a server on a busy machine can take; neither a preloaded
 * module nor the `timeout` of a `node:test` hook changes that for more than the first file. To be awaited at the top of
 * a test file.
 */
export async function bePatient(): Promise<void> {
  if ('Deno' in globalThis) return
  const { setDefaultTimeout } = await import('bun:test')
  setDefaultTimeout(60_000)
}
