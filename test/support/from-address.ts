/** The server in this process as somebody at another address reaches it. */
import { baseUrl, type Reachable, type TestApp } from './test-app.ts'

export function fromAddress({ app }: Pick<TestApp, 'app'>, address: string): Pick<Reachable, 'fetch'> {
  return {
    fetch: async (path, init) => {
      const url = path.startsWith('/') ? `${baseUrl}${path}` : path
      return await app.fetch(new Request(url, { redirect: 'manual', ...init }), address)
    },
  }
}
