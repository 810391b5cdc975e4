/** The settings of the plug-in `console`. Order and words are those of `--help` and of the README's table. */
import { setting } from '../config/setting.ts'

export const consoleSettings = {
  pagesFolder: setting<string | undefined>({
    name: 'CONSOLE_PAGES',
    allowed: 'a folder of JavaScript modules',
    fallback: undefined,
    fallbackText: 'unset',
    sentence: 'Pages of your own for the console at `/ui`.',
    mustBe: 'folder',
    parse: (text) => text,
  }),
}
