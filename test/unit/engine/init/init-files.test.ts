import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type FileAccess, readInitFiles } from '../../../../src/engine/init/init-files.ts'

function folderOf(files: Readonly<Record<string, string>>): FileAccess {
  return {
    kindOfPath: async (path) => (path === 'init' ? 'folder' : Object.hasOwn(files, path) ? 'file' : null),
    listFiles: async () => Object.keys(files).sort(),
    readTextFile: async (path) => files[path] ?? '',
  }
}

const read = (files: Readonly<Record<string, string>>, path = 'init') => readInitFiles(path, folderOf(files))

describe('readInitFiles', () => {
  const forms: [form: string, name: string, text: string][] = [
    ['a single resource in YAML', 'a.yaml', 'resourceType: User\nid: ann\n'],
    ['a single resource in JSON', 'a.json', '{"resourceType":"User","id":"ann"}'],
    ['a list', 'a.yml', '- resourceType: User\n  id: ann\n'],
    [
      'a Bundle',
      'a.json',
      '{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"User","id":"ann"}}]}',
    ],
    [
      'a Bundle of PUT requests',
      'a.yaml',
      'resourceType: Bundle\ntype: transaction\nentry:\n- resource: {resourceType: User, id: ann}\n  request: {method: PUT, url: User/ann}\n',
    ],
  ]
  for (const [form, name, text] of forms) {
    it(`reads ${form}`, async () => {
      const { resources, problems } = await read({ [name]: text })
      assert.deepEqual(problems, [])
      assert.deepEqual(
        resources.map(({ type, id }) => `${type}/${id}`),
        ['User/ann'],
      )
    })
  }

  const wrong: [what: string, name: string, text: string, problem: RegExp][] = [
    ['a syntax error', 'a.json', '{"resourceType":', /^a\.json: /],
    ['a syntax error in YAML', 'a.yaml', 'a: [1', /^a\.yaml: /],
    ['no object', 'a.yaml', '- 7\n', /must be a resource/],
    ['no type', 'a.yaml', 'id: ann\n', /resourceType is missing/],
    ['no id', 'a.yaml', 'resourceType: User\n', /\(User\): needs an id/],
    ['a bad id', 'a.yaml', 'resourceType: User\nid: a/b\n', /\(User\): needs an id/],
    ['entries that are no list', 'a.yaml', 'resourceType: Bundle\nentry: 1\n', /must be a resource/],
    [
      'another method',
      'a.yaml',
      'resourceType: Bundle\nentry:\n- resource: {resourceType: User, id: ann}\n  request: {method: DELETE, url: User/ann}\n',
      /method PUT/,
    ],
  ]
  for (const [what, name, text, problem] of wrong) {
    it(`reports ${what}`, async () => {
      const { resources, problems } = await read({ [name]: text })
      assert.equal(resources.length, 0)
      assert.equal(problems.length, 1)
      assert.match(problems[0] ?? '', problem)
    })
  }

  it('reads a folder in the order of names, other files left out, and says where each was found', async () => {
    const { resources, problems } = await read({
      'b.yaml': '- {resourceType: User, id: b1}\n- {resourceType: User, id: b2}\n',
      'a.json': '{"resourceType":"User","id":"a"}',
      'README.md': 'not a resource',
    })
    assert.deepEqual(problems, [])
    assert.deepEqual(
      resources.map(({ place }) => place),
      ['a.json (User/a)', 'b.yaml, entry 1 (User/b1)', 'b.yaml, entry 2 (User/b2)'],
    )
  })

  it('reports a path where nothing is', async () => {
    assert.deepEqual((await read({}, 'nowhere')).problems, ['nowhere: there is no such file or folder'])
  })
})
