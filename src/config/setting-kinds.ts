/** What several settings have in common: their values, in words and as they are read. */
import { parseAge, parseSwitch } from './parse-values.ts'

const onOrOff = { allowed: '`on` or `off`', parse: parseSwitch }
export const usuallyOff = { ...onOrOff, fallback: false, fallbackText: '`off`' }
export const usuallyOn = { ...onOrOff, fallback: true, fallbackText: '`on`' }

/** Milliseconds; 0 is `off`. */
export const age = {
  allowed: '`off`, or an age from a minute to ten years, such as `90d`, `12h` or `30m`',
  parse: parseAge,
}
