/** Whom an address stands for: a household or company gets a whole /64 of IPv6 (RFC 6177), so its addresses count as one. */
import { parseIpAddress } from '../../kernel/ip-range.ts'

export function addressGroup(address: string): string {
  const number = parseIpAddress(address)
  if (number === null) return address
  const isIpv4 = number >> 32n === 0xffffn
  return isIpv4 ? `4:${number & 0xffff_ffffn}` : `6:${number >> 64n}`
}
