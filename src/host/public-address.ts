/**
 * Addresses of the public internet, by the registries of special-purpose addresses
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry).
 */
import { type IpRange, isInRange, parseIpAddress, parseIpRange } from '../kernel/ip-range.ts'

/** IPv4 lies in `::ffff:0:0/96`, so that an IPv6 address that carries one is judged by what it carries. */
const spaces = toRanges('0.0.0.0/0', '2000::/3')

const special = toRanges(
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Teredo, benchmarks, documentation, and 6to4, which carries an IPv4 address inside.
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
)

/** Whether an address may be called: a public one, or one of `ranges`. False for what is no address. */
export function createAddressCheck(ranges: readonly string[]): (address: string) => boolean {
  const extra = toRanges(...ranges)
  return (text) => {
    const address = parseIpAddress(text)
    if (address === null) return false
    const isIn = (range: IpRange) => isInRange(address, range)
    return extra.some(isIn) || (spaces.some(isIn) && !special.some(isIn))
  }
}

function toRanges(...texts: readonly string[]): readonly IpRange[] {
  return texts.map((text) => {
    const range = parseIpRange(text)
    if (range === null) throw new Error(`Not an IP address or range: ${text}`)
    return range
  })
}
