/** The files of the project, as the tests of this folder look at them. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

export interface ProjectFile {
  /** With slashes, from the project's folder. */
  readonly path: string
  readonly text: string
}

const leftOut = new Set(['node_modules', '.git', 'data'])

/** All files below a folder of the project; `.` is all of it. */
export async function readProjectFiles(
  folder: string,
  name: RegExp = /\.ts$/,
): Promise<readonly ProjectFile[]> {
  const entries = await readdir(join(projectFolder, folder), { withFileTypes: true })
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = relative(projectFolder, join(projectFolder, folder, entry.name)).replaceAll('\\', '/')
      if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : readProjectFiles(path, name)
      return entry.isFile() && name.test(entry.name)
        ? [{ path, text: await readFile(join(projectFolder, path), 'utf8') }]
        : []
    }),
  )
  return found.flat()
}

/** Comments blanked out, so that words in them are not taken for code. Good enough for code that Biome has formatted. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
