/** A whole grant as a program: curl, openid-client (JavaScript), Python. Secrets come from the environment. */
import { quote } from '../../api/curl.ts'
import { redirectUri, type SandboxClient } from './model/flow.ts'
import type { Grant } from './model/grant.ts'

export const sampleLanguages = [
  { id: 'curl', title: 'curl' },
  { id: 'javascript', title: 'openid-client' },
  { id: 'python', title: 'Python' },
] as const

/** `id`: of `sampleLanguages`. */
export function sampleOf(id: string, grant: Grant, client: SandboxClient): string {
  const samples = { code: codeSamples, client_credentials: credentialsSamples, basic: basicSamples }[
    grant.sample
  ]
  const write = id === 'javascript' ? samples.javascript : id === 'python' ? samples.python : samples.curl
  return `${write(grant, client)
    .filter((line): line is string => line !== null)
    .join('\n')}\n`
}

type Lines = readonly (string | null)[]
type Write = (grant: Grant, client: SandboxClient) => Lines
type Samples = Readonly<Record<'curl' | 'javascript' | 'python', Write>>

const origin = location.origin
const text = (value: string) => JSON.stringify(value)
const insecure = origin.startsWith('http:')
/** Of an answer, without further tools. */
const readToken = (from: string, name: string) =>
  `$(printf %s "$${from}" | sed -n 's/.*"${name}":"\\([^"]*\\)".*/\\1/p')`

const shellHead = (grant: Grant, { id }: SandboxClient): Lines => [
  `BASE=${quote(origin)}`,
  `CLIENT_ID=${quote(id)}`,
  grant.proofs.secret ? "CLIENT_SECRET='…'" : null,
]
const javascriptHead = (grant: Grant, { id }: SandboxClient): Lines => [
  "import * as client from 'openid-client'",
  "import { createInterface } from 'node:readline/promises'",
  '',
  `const config = await client.discovery(new URL(${text(origin)}), ${text(id)},`,
  `  ${grant.proofs.secret ? 'process.env.CLIENT_SECRET' : 'undefined'}, ${grant.proofs.secret ? 'undefined' : 'client.None()'},`,
  `  { execute: [${insecure ? 'client.allowInsecureRequests' : ''}] })`,
]

const codeSamples: Samples = {
  curl: (grant, client) => [
    ...shellHead(grant, client),
    `REDIRECT_URI=${quote(redirectUri)}`,
    grant.proofs.pkce ? "VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\\n')" : null,
    grant.proofs.pkce
      ? `CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')`
      : null,
    'STATE=$(openssl rand -hex 16)',
    '',
    '# Open this address and sign in; the page that it leads to shows code and state.',
    `echo "$BASE/auth/authorize?response_type=code&client_id=$CLIENT_ID&redirect_uri=$REDIRECT_URI&scope=${encodeURIComponent(grant.scope)}&state=$STATE${grant.proofs.pkce ? '&code_challenge=$CHALLENGE&code_challenge_method=S256' : ''}"`,
    `printf 'code: '; read -r CODE`,
    '',
    'TOKENS=$(curl -s "$BASE/auth/token" \\',
    '  -d grant_type=authorization_code --data-urlencode "code=$CODE" --data-urlencode "redirect_uri=$REDIRECT_URI" \\',
    grant.proofs.pkce ? '  --data-urlencode "code_verifier=$VERIFIER" \\' : null,
    `  --data-urlencode "client_id=$CLIENT_ID"${grant.proofs.secret ? ' --data-urlencode "client_secret=$CLIENT_SECRET"' : ''})`,
    `TOKEN=${readToken('TOKENS', 'access_token')}`,
    'curl -s "$BASE/auth/userinfo" -H "Authorization: Bearer $TOKEN"',
    ...(isRefreshed(grant)
      ? [
          `REFRESH=${readToken('TOKENS', 'refresh_token')}`,
          'curl -s "$BASE/auth/token" -d grant_type=refresh_token --data-urlencode "refresh_token=$REFRESH" \\',
          '  --data-urlencode "client_id=$CLIENT_ID" --data-urlencode "client_secret=$CLIENT_SECRET"',
        ]
      : []),
  ],
  javascript: (grant, sandbox) => [
    ...javascriptHead(grant, sandbox),
    'const expectedState = client.randomState()',
    grant.proofs.pkce ? 'const pkceCodeVerifier = client.randomPKCECodeVerifier()' : null,
    `console.log(client.buildAuthorizationUrl(config, {`,
    `  redirect_uri: ${text(redirectUri)}, scope: ${text(grant.scope)}, state: expectedState,`,
    grant.proofs.pkce
      ? "  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',"
      : null,
    '}).href)',
    '',
    '// In an application: the address at which the browser comes back.',
    'const input = createInterface({ input: process.stdin, output: process.stdout })',
    `const back = new URL(${text(redirectUri)})`,
    `back.search = new URLSearchParams({ code: await input.question('code: '), state: expectedState, iss: ${text(origin)} })`,
    'input.close()',
    `let tokens = await client.authorizationCodeGrant(config, back, { expectedState${grant.proofs.pkce ? ', pkceCodeVerifier' : ''} })`,
    'console.log(tokens.claims())',
    isRefreshed(grant) ? 'tokens = await client.refreshTokenGrant(config, tokens.refresh_token)' : null,
    'console.log(await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub))',
  ],
  python: (grant, { id }) => [
    '# pip install authlib requests',
    'import os',
    'from authlib.integrations.requests_client import OAuth2Session',
    grant.proofs.pkce ? 'from authlib.common.security import generate_token' : null,
    '',
    insecure ? 'os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # http' : null,
    `base = ${text(origin)}`,
    `session = OAuth2Session(${text(id)}, ${grant.proofs.secret ? 'os.environ["CLIENT_SECRET"]' : 'None'},`,
    `    scope=${text(grant.scope)}, redirect_uri=${text(redirectUri)},`,
    `    token_endpoint_auth_method="${grant.proofs.secret ? 'client_secret_post' : 'none'}"${grant.proofs.pkce ? ', code_challenge_method="S256"' : ''})`,
    grant.proofs.pkce ? 'verifier = generate_token(48)' : null,
    `url, state = session.create_authorization_url(f"{base}/auth/authorize"${grant.proofs.pkce ? ', code_verifier=verifier' : ''})`,
    'print(url)',
    `token = session.fetch_token(f"{base}/auth/token", code=input("code: ")${grant.proofs.pkce ? ', code_verifier=verifier' : ''})`,
    isRefreshed(grant)
      ? 'token = session.refresh_token(f"{base}/auth/token", refresh_token=token["refresh_token"])'
      : null,
    'print(session.get(f"{base}/auth/userinfo").json())',
  ],
}

const credentialsSamples: Samples = {
  curl: (grant, client) => [
    ...shellHead(grant, client),
    'TOKENS=$(curl -s -u "$CLIENT_ID:$CLIENT_SECRET" "$BASE/auth/token" -d grant_type=client_credentials)',
    `TOKEN=${readToken('TOKENS', 'access_token')}`,
    'curl -s "$BASE/Client/$CLIENT_ID" -H "Authorization: Bearer $TOKEN"',
  ],
  javascript: (grant, sandbox) => [
    ...javascriptHead(grant, sandbox).filter((line) => !line?.includes('readline')),
    'const { access_token } = await client.clientCredentialsGrant(config)',
    `const response = await fetch(${text(`${origin}/Client/${sandbox.id}`)},`,
    '  { headers: { authorization: `Bearer ${access_token}` } })',
    'console.log(response.status, await response.json())',
  ],
  python: (_, { id }) => [
    '# pip install requests',
    'import os, requests',
    '',
    `base = ${text(origin)}`,
    `token = requests.post(f"{base}/auth/token", data={"grant_type": "client_credentials"},`,
    `    auth=(${text(id)}, os.environ["CLIENT_SECRET"])).json()["access_token"]`,
    `print(requests.get(f"{base}/Client/${id}", headers={"Authorization": f"Bearer {token}"}).json())`,
  ],
}

const basicSamples: Samples = {
  curl: (grant, client) => [
    ...shellHead(grant, client),
    'curl -s -u "$CLIENT_ID:$CLIENT_SECRET" "$BASE/Client/$CLIENT_ID"',
  ],
  javascript: (_, { id }) => [
    '// HTTP Basic needs no library.',
    `const credentials = btoa(${text(`${id}:`)} + process.env.CLIENT_SECRET)`,
    `const response = await fetch(${text(`${origin}/Client/${id}`)}, { headers: { authorization: \`Basic \${credentials}\` } })`,
    'console.log(response.status, await response.json())',
  ],
  python: (_, { id }) => [
    '# pip install requests',
    'import os, requests',
    '',
    `response = requests.get(${text(`${origin}/Client/${id}`)}, auth=(${text(id)}, os.environ["CLIENT_SECRET"]))`,
    'print(response.status_code, response.json())',
  ],
}

function isRefreshed(grant: Grant): boolean {
  return grant.steps.some(({ key }) => key === 'refresh')
}
