/** IP addresses and CIDR ranges (RFC 4632, RFC 4291 §2.3), compared as 128-bit numbers; IPv4 lies in `::ffff:0:0/96`. */

export interface IpRange {
  readonly network: bigint
  /** 0 to 128, counted in the 128-bit form. */
  readonly prefixLength: number
}

const ipv4Offset = 0xffff_0000_0000n

/** The address as a 128-bit number, null when it is none. Zone ids (`fe80::1%eth0`) are dropped. */
export function parseIpAddress(text: string): bigint | null {
  const address = text.replace(/%[\w.-]+$/, '')
  return address.includes(':') ? parseIpv6(address) : parseIpv4(address)
}

/** `10.0.0.0/8`, `::1`, `fd00::/8`; null when it is none of them, or has bits set behind its prefix. */
export function parseIpRange(text: string): IpRange | null {
  const [address = '', prefix, ...rest] = text.split('/')
  const number = parseIpAddress(address)
  if (number === null || rest.length > 0) return null
  const bits = address.includes(':') ? 128 : 32
  if (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix)) return null
  const given = prefix === undefined ? bits : Number(prefix)
  if (given > bits) return null
  const range = { network: number, prefixLength: 128 - bits + given }
  return maskOf(number, range.prefixLength) === number ? range : null
}

export function isInRange(address: bigint, range: IpRange): boolean {
  return maskOf(address, range.prefixLength) === range.network
}

function maskOf(address: bigint, prefixLength: number): bigint {
  const hostBits = BigInt(128 - prefixLength)
  return (address >> hostBits) << hostBits
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split('.')
  // Leading zeros are refused: some readers take them for octal.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return null
  return parts.reduce((number, part) => number * 256n + BigInt(part), 0n) + ipv4Offset
}

function parseIpv6(text: string): bigint | null {
  const halves = ipv4TailToGroups(text)?.split('::')
  if (!halves || halves.length > 2) return null
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')))
  if (!head || (head.length === 0 && !tail)) return null
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])]
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null
  return groups.reduce((number, group) => number * 65536n + BigInt(`0x${group}`), 0n)
}

/** `::ffff:192.0.2.1` → `::ffff:c000:201`; null when the dotted end is no IPv4 address. */
function ipv4TailToGroups(text: string): string | null {
  if (!text.includes('.')) return text
  const start = text.lastIndexOf(':') + 1
  const number = parseIpv4(text.slice(start))
  if (number === null) return null
  const low = number - ipv4Offset
  return `${text.slice(0, start)}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`
}
