/** Between the tab of the sandbox and the tab in which the person signs in: the answer of the server, by its `state`. */

const channelName = 'console.sandbox'
const waitsMs = 300_000
const takenWithinMs = 1000

interface Told {
  readonly search?: string
  readonly taken?: string
}

/** The parameters of the answer to the request with this `state`. Rejects after five minutes. */
export function waitForAnswer(state: string): Promise<string> {
  const channel = new BroadcastChannel(channelName)
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the sign-in was not finished in time')), waitsMs)
    channel.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.search === undefined || new URLSearchParams(data.search).get('state') !== state) return
      channel.postMessage({ taken: data.search })
      clearTimeout(timer)
      resolve(data.search)
    }
  }).finally(() => channel.close())
}

/** Whether a tab took it. */
export function tellAnswer(search: string): Promise<boolean> {
  const channel = new BroadcastChannel(channelName)
  return new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), takenWithinMs)
    channel.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.taken !== search) return
      clearTimeout(timer)
      resolve(true)
    }
    channel.postMessage({ search })
  }).finally(() => channel.close())
}
