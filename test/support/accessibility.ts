/** What a person with a screen reader, a keyboard, a phone or weak eyes would meet on a page. */
import axe from 'axe-core'
import type { Page as Tab } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Violations of WCAG 2.0 to 2.2, A and AA, and of best practice, as axe-core finds them; and what is wider than the screen. */
export async function findBarriers(tab: Tab): Promise<readonly string[]> {
  // Not by a script of the page, which its policy would stop.
  if (!(await tab.evaluate(() => 'axe' in globalThis))) await tab.evaluate(axe.source)
  const found = await tab.evaluate(async (values) => {
    const runner = (globalThis as unknown as { axe: typeof axe }).axe
    const { violations } = await runner.run({ runOnly: { type: 'tag', values }, preload: false })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }, tags)
  const excess = await tab.locator('html').evaluate((element) => element.scrollWidth - element.clientWidth)
  return excess > 0 ? [...found, `${excess} px wider than the screen`] : found
}
