/** A waiting time in words. */

/** Rounded up to whole seconds below two minutes, to whole minutes from there: `45 seconds`, `3 minutes`. */
export function toDuration(seconds: number, language: string): string {
  const whole = Math.max(1, Math.ceil(seconds))
  const [count, unit] = whole < 120 ? [whole, 'second'] : [Math.ceil(whole / 60), 'minute']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
