import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

interface Dependencies {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

interface Locked extends Dependencies {
  readonly version?: string
  readonly link?: boolean
  readonly integrity?: string
}

const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'))

/** The product, and what its measurements alone need. */
for (const folder of ['.', 'bench']) {
  const { dependencies, devDependencies }: Dependencies = await readJson(`${folder}/package.json`)
  const packages: Record<string, Locked> = (await readJson(`${folder}/package-lock.json`)).packages

  describe(`${folder}/package-lock.json`, () => {
    it('is of the dependencies in package.json', () => {
      const root = packages['']
      assert.deepEqual(root?.dependencies, dependencies)
      assert.deepEqual(root?.devDependencies, devDependencies)
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        assert.equal(packages[`node_modules/${name}`]?.version, version, name)
      }
    })

    it('says of every package what its archive must be', () => {
      const unchecked = Object.entries(packages).filter(([path, { integrity }]) => path !== '' && !integrity)
      assert.deepEqual(unchecked, [])
    })

    it('is written without addresses of archives', async () => {
      assert.match(await readFile(`${folder}/.npmrc`, 'utf8'), /^omit-lockfile-registry-resolved=true$/m)
    })
  })
}

describe('bun.lock', () => {
  it('has the versions of package.json', async () => {
    const { dependencies, devDependencies }: Dependencies = await readJson('package.json')
    const text = await readFile('bun.lock', 'utf8')
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.ok(text.includes(`"${name}": ["${name}@${version}"`), `${name}@${version}`)
    }
  })
})
