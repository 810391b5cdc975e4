/** Short words about what has just happened, said aloud by screen readers. What must be read stands in the page instead. */

export interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'success' | 'info'
}

const shownMs = 6000
const most = 3
let toasts = $state.raw<readonly Toast[]>([])
let last = 0

export function shownToasts(): readonly Toast[] {
  return toasts
}

export function toast(text: string, kind: Toast['kind'] = 'success'): void {
  const id = ++last
  toasts = [...toasts, { id, text, kind }].slice(-most)
  setTimeout(() => dismiss(id), shownMs)
}

export function dismiss(id: number): void {
  toasts = toasts.filter((one) => one.id !== id)
}
