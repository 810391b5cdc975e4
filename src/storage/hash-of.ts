/** A short name of a text, to tell one from another: 16 hexadecimal digits, not for secrets (FNV-1a, 64 bits). */
const prime = 0x100000001b3n
const basis = 0xcbf29ce484222325n

export function hashOf(text: string): string {
  let hash = basis
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * prime) & 0xffffffffffffffffn
  return hash.toString(16).padStart(16, '0')
}
