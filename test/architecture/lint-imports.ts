/** The linter's half of the import table: `npm run lint` prints every import that it does not allow. */
import process from 'node:process'
import { findWrongImports } from './import-rules.ts'
import { readProjectFiles } from './project-files.ts'

const wrong = (await readProjectFiles('src')).flatMap(findWrongImports)
for (const sentence of wrong) console.error(sentence)
process.exit(wrong.length === 0 ? 0 : 1)
