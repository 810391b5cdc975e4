/** Compiles what is compiled on first use before anybody asks, one type at a time, so that requests go on in between. */
import type { Registry } from './registry.ts'

export async function warmUp({ types }: Registry): Promise<void> {
  for (const type of types) {
    // An empty document is refused by most types, which compiles the explaining check, too.
    type.validate({ resourceType: type.type, '': null })
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
