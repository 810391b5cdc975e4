/** The index of searches is built in the background; until it is complete, searches are answered in a slower way. */

interface Capabilities {
  readonly rest?: readonly {
    readonly resource?: readonly { readonly type: string; readonly searchParam?: readonly unknown[] }[]
  }[]
}

/** How `/metadata` tells of a search parameter whose index is not complete. */
const unfinished = /being built|not complete/i
const lookEveryMs = 200
const withinMs = 30 * 60_000

/** Rejects when a parameter of the type is still not complete after half an hour. */
export async function waitForIndex(url: string, type: string): Promise<void> {
  const giveUpAt = performance.now() + withinMs
  for (;;) {
    const response = await fetch(`${url}/metadata`)
    const { rest = [] } = (await response.json()) as Capabilities
    const parameters = rest
      .flatMap(({ resource = [] }) => resource)
      .find((one) => one.type === type)?.searchParam
    const waiting = (parameters ?? []).filter((parameter) => unfinished.test(JSON.stringify(parameter)))
    if (waiting.length === 0) return
    if (performance.now() > giveUpAt) throw new Error(`Not built yet: ${JSON.stringify(waiting)}`)
    await Bun.sleep(lookEveryMs)
  }
}
