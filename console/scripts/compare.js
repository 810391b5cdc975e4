/** `node compare.js <rebuilt> <committed>`: whether two builds have the same bytes. Of brotli what it unpacks to counts: its own bytes change with Node. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const [rebuilt, committed] = process.argv.slice(2)
const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
const read = (folder, name) => {
  const bytes = readFileSync(join(folder, name))
  return name.endsWith('.br') ? brotliDecompressSync(bytes) : bytes
}

const [there, here] = [filesOf(rebuilt), filesOf(committed)]
const problems = [
  ...there.filter((name) => !here.includes(name)).map((name) => `${committed} lacks ${name}`),
  ...here
    .filter((name) => !there.includes(name))
    .map((name) => `${committed} has ${name}, which is not built any more`),
  ...there
    .filter((name) => here.includes(name) && !read(rebuilt, name).equals(read(committed, name)))
    .map((name) => `${name} differs`),
]
if (problems.length > 0) {
  console.error(
    [...problems, `${committed} is not what the sources make: run npm run console:build`].join('\n'),
  )
  process.exit(1)
}
console.log(`${here.length} files are what the sources make.`)
