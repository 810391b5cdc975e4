/** Many sign-ins: the page is opened once, so that an attempt is one request. */
import { password } from './code-flow.ts'
import { fromAddress } from './from-address.ts'
import { baseUrl, type TestApp } from './test-app.ts'
import { readForm, UserAgent } from './user-agent.ts'

export interface SignIns {
  /** The answer to the form, sent with the cookies of `agent`, or of a browser that has only opened the page. */
  attempt(name: string, secret?: string, address?: string, agent?: UserAgent): Promise<Response>
  /** Only its status; 302: signed in. */
  status(name: string, secret?: string, address?: string): Promise<number>
}

export async function openSignIns(app: TestApp): Promise<SignIns> {
  const opener = new UserAgent(app)
  const form = await readForm(await opener.open('/auth/login'))
  const cookies = [...opener.cookies]
  const attempt: SignIns['attempt'] = async (
    name,
    secret = password,
    address = '203.0.113.7',
    agent = new UserAgent(app),
  ) => {
    for (const [cookie, value] of cookies) agent.cookies.set(cookie, value)
    const browser = new UserAgent(fromAddress(app, address))
    for (const [cookie, value] of agent.cookies) browser.cookies.set(cookie, value)
    const response = await browser.request(form.action, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: baseUrl },
      body: new URLSearchParams({ ...form.fields, username: name, password: secret }),
    })
    agent.keepCookies(response)
    return response
  }
  return { attempt, status: async (...given) => (await attempt(...given)).status }
}
