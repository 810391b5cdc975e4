/** Which runtime executes this process. */

export type RuntimeName = 'bun' | 'deno'

export const runtimeName: RuntimeName = typeof Bun === 'undefined' ? 'deno' : 'bun'

export function runtimeVersion(): string {
  return runtimeName === 'bun' ? `Bun ${Bun.version}` : `Deno ${process.versions.deno ?? ''}`
}
