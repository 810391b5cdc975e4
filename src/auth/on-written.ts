/** What ends when a user or a client is written: sessions do not outlive the right to have them. */
import type { Written } from '../plugin.ts'
import type { Sessions } from './sessions/sessions.ts'

export async function endSessionsAfter(written: Written, sessions: Sessions): Promise<void> {
  const { type, id, outcome, resource } = written
  const isOver = outcome === 'deleted' || resource.active === false || resource.inactive === true
  if (type === 'User' && (isOver || (outcome === 'updated' && written.secretsChanged.includes('password')))) {
    await sessions.endAllOf({ userId: id })
  }
  if (type === 'Client' && isOver) await sessions.endAllOf({ clientId: id })
}
