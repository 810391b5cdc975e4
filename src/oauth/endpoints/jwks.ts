/** The public keys (RFC 7517 §5). */
import type { AuthServices } from '../auth-services.ts'

export async function jwks({ keys }: AuthServices): Promise<Response> {
  return new Response(JSON.stringify(await keys.jwks()), {
    headers: {
      'content-type': 'application/jwk-set+json; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
    },
  })
}
