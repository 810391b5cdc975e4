/** `bun test` stops a test after 5 s unless it is told otherwise; only a preloaded module can do that for every way of starting it. */
import { setDefaultTimeout } from 'bun:test'

setDefaultTimeout(60_000)
