/** Contrast of two colours (WCAG 2.2 §1.4.3), so that a configured colour cannot make a page unreadable. */

/** AA for text of normal size. */
export const minimumTextContrast = 4.5

/** 1 (the same) to 21 (black and white) for two colours as `#rrggbb`. */
export function contrastOf(one: string, other: string): number {
  const [darker, lighter] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05)
}

/** White or near-black, whichever reads better on the colour; the better one is always at least AA. */
export function readableOn(color: string): string {
  return contrastOf(color, '#ffffff') >= contrastOf(color, '#000000') ? '#ffffff' : '#000000'
}

function luminanceOf(color: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
