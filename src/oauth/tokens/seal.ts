/** Encryption at rest of private keys: AES-256-GCM (NIST SP 800-38D), a fresh 96-bit nonce each, the key id as associated data. */

export interface Sealer {
  /** Nonce and ciphertext, base64url. */
  seal(plain: string, context: string): Promise<string>
  /** The plain text; null when the key or the context is another one. */
  open(sealed: string, context: string): Promise<string | null>
}

export async function createSealer(secretsKey: Uint8Array): Promise<Sealer> {
  const raw = new Uint8Array(secretsKey)
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const encode = (text: string) => new TextEncoder().encode(text)
  return {
    async seal(plain, context) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const data = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: encode(context) },
        key,
        encode(plain),
      )
      const sealed = new Uint8Array(12 + data.byteLength)
      sealed.set(iv)
      sealed.set(new Uint8Array(data), 12)
      return sealed.toBase64({ alphabet: 'base64url', omitPadding: true })
    },
    async open(sealed, context) {
      try {
        const bytes = Uint8Array.fromBase64(sealed, { alphabet: 'base64url' })
        const data = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv: bytes.slice(0, 12), additionalData: encode(context) },
          key,
          bytes.slice(12),
        )
        return new TextDecoder().decode(data)
      } catch {
        return null
      }
    },
  }
}
