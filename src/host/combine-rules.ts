/** Makes one of what several plug-ins say of writes. */
import type { EngineParts } from '../engine/engine-parts.ts'
import type { StartedPlugin } from '../plugin.ts'

/** Asks whoever is in `started` when it is asked: the list may grow. */
export function combineRules(
  started: readonly StartedPlugin[],
): Required<Pick<EngineParts, 'checkWrite' | 'onWritten'>> {
  return {
    async checkWrite(type, resource) {
      return (await Promise.all(started.map(({ checkWrite }) => checkWrite?.(type, resource) ?? []))).flat()
    },
    async onWritten(written) {
      for (const { onWritten } of started) await onWritten?.(written)
    },
  }
}
