/** One bounded request to another server: what the host needs of the runtime. */

export interface OutgoingCall {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Asked for every address of the name before it is connected to. Not asked for a URL with an address in it. */
  readonly isAllowed: (address: string) => boolean
}

/** The name leads to an address that may not be called. */
export class RefusedAddress extends Error {}

export type CallOut = (call: OutgoingCall) => Promise<Response>
