/** Signatures as an argument: the quickest way to make one depends on the runtime. */
import type { JsonObject } from './json.ts'

/** The signature of the UTF-8 text, base64url without padding: as JWS has it (RFC 7518 §3.3, §3.4). */
export type Sign = (text: string) => string | Promise<string>

export type SignatureAlgorithm = 'ES256' | 'RS256'

/** `privateJwk`: a private key (RFC 7517). Rejects for what is no key of the algorithm. */
export type OpenSigner = (privateJwk: JsonObject, alg: SignatureAlgorithm) => Promise<Sign>
