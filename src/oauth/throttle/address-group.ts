/** Whom an address stands for. */
import { parseIpAddress } from '../../kernel/ip-range.ts'

export interface AddressGroup {
  /** The address, or the /64 of IPv6, which a household or company has as a whole (RFC 6177). */
  readonly name: string
  /** The /48 of IPv6, of which one customer may have all /64; undefined for IPv4. */
  readonly network: string | undefined
}

export function toAddressGroup(address: string): AddressGroup {
  const number = parseIpAddress(address)
  if (number === null) return { name: address.slice(0, 64), network: undefined }
  if (number >> 32n === 0xffffn) return { name: toIpv4(number), network: undefined }
  return { name: `${toGroups(number, 4)}::/64`, network: `${toGroups(number, 3)}::/48` }
}

function toIpv4(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 0xffn).join('.')
}

function toGroups(number: bigint, count: number): string {
  const groups = Array.from({ length: count }, (_, at) => (number >> BigInt(112 - 16 * at)) & 0xffffn)
  return groups.map((group) => group.toString(16)).join(':')
}
