import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type FileAccess, readInitFiles } from '../../../../src/engine/init/init-files.ts'
import { toJsonText } from '../../../../src/formats/json-text.ts'

function folderOf(files: Readonly<Record<string, string>>): FileAccess {
  return {
    kindOfPath: async (path) => (path === 'init' ? 'folder' : Object.hasOwn(files, path) ? 'file' : null),
    listFiles: async () => Object.keys(files).sort(),
    readTextFile: async (path) => files[path] ?? '',
  }
}

const read = (files: Readonly<Record<string, string>>, path = 'init') =>
  readInitFiles(path, folderOf(files), (name) =>
    name === 'SET' ? 'a ${VALUE}' : name === 'EMPTY' ? '' : undefined,
  )

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
      const { entries, problems } = await read({ [name]: text })
      assert.deepEqual(problems, [])
      assert.deepEqual(
        entries.map(({ type, id }) => `${type}/${id}`),
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
    [
      'a bad id',
      'a.yaml',
      'resourceType: User\nid: a/b\n',
      /\(User\): the id must be a text of 1 to 64 letters/,
    ],
    ['entries that are no list', 'a.yaml', 'resourceType: Bundle\nentry: 1\n', /must be an entry/],
    [
      'another method',
      'a.yaml',
      'resourceType: Bundle\nentry:\n- resource: {resourceType: User, id: ann}\n  request: {method: POST, url: User}\n',
      /method PUT or DELETE/,
    ],
  ]
  for (const [what, name, text, problem] of wrong) {
    it(`reports ${what}`, async () => {
      const { entries, problems } = await read({ [name]: text })
      assert.equal(entries.length, 0)
      assert.equal(problems.length, 1)
      assert.match(problems[0] ?? '', problem)
    })
  }

  const bundleOf = (entry: string) => `resourceType: Bundle\nentry:\n- ${entry}\n`
  const ann = 'resource: {resourceType: User, id: ann}'
  const wrongEntries: [what: string, entry: string, problem: RegExp][] = [
    ['an unknown part', `${ann}\n  reqest: {}`, /unknown part `reqest`.*did you mean `request`/],
    [
      'a condition that is not supported',
      `${ann}\n  request: {method: PUT, ifMatch: W/"1"}`,
      /request.ifMatch/,
    ],
    ['another condition', `${ann}\n  request: {method: PUT, ifNoneMatch: W/"1"}`, /only be '\*'/],
    ['a deletion of nothing', 'request: {method: DELETE}', /needs a request.url/],
    ['a deletion of all', 'request: {method: DELETE, url: User}', /needs a request.url/],
    ['another address', `${ann}\n  request: {method: PUT, url: User/bob}`, /must be User\/ann/],
    ['another word about secrets', `${ann}\n  secrets: never`, /only be `always`/],
    [
      'a variable that is not set',
      'resource: {resourceType: User, id: ann, displayName: "${NONE}"}',
      /resource\.displayName: the variable NONE is not set/,
    ],
    [
      'a variable without an end',
      'resource: {resourceType: User, id: ann, displayName: "${SET"}',
      /write \$\$\{/,
    ],
    ['twice the same', `${ann}\n- ${ann}`, /entry 2 \(User\/ann\): is in a\.yaml, entry 1/],
  ]
  for (const [what, entry, problem] of wrongEntries) {
    it(`reports ${what}`, async () => {
      const { problems } = await read({ 'a.yaml': bundleOf(entry) })
      assert.equal(problems.length, 1)
      assert.match(problems[0] ?? '', problem)
    })
  }

  it('knows what an entry asks for', async () => {
    const { entries, problems } = await read({
      'a.yaml': bundleOf(
        [
          ann,
          'resource: {resourceType: User, id: new}\n  request: {method: PUT, url: User/new, ifNoneMatch: "*"}',
          'request: {method: DELETE, url: User/old}',
          'resource: {resourceType: User, id: set}\n  secrets: always',
        ].join('\n- '),
      ),
    })
    assert.deepEqual(problems, [])
    assert.deepEqual(
      entries.map((entry) => [entry.action, entry.id, 'putsSecrets' in entry && entry.putsSecrets]),
      [
        ['put', 'ann', false],
        ['create', 'new', false],
        ['delete', 'old', false],
        ['put', 'set', true],
      ],
    )
  })

  it('fills in variables, in texts alone, and once', async () => {
    const text =
      "resourceType: User\nid: ann\nx: {'${SET}': '<${SET}>', y: ['$${SET}', '${EMPTY:-b}${NONE:-}', '${EMPTY}$', 1.00]}\n"
    const { entries, problems } = await read({ 'a.yaml': text })
    assert.deepEqual(problems, [])
    const [entry] = entries
    assert.ok(entry?.action === 'put')
    assert.equal(
      toJsonText(entry.resource.x ?? null),
      '{"${SET}":"<a ${VALUE}>","y":["${SET}","b","$",1.00]}',
    )
  })

  it('reads several documents of one file', async () => {
    const text = '---\nresourceType: User\nid: a\n---\n- {resourceType: User, id: b}\n---\n'
    const { entries, problems } = await read({ 'a.yaml': text })
    assert.deepEqual([entries.map(({ id }) => id), problems], [['a', 'b'], []])
  })

  it('reads a folder in the order of names, other files left out, and says where each was found', async () => {
    const { entries, problems } = await read({
      'b.yaml': '- {resourceType: User, id: b1}\n- {resourceType: User, id: b2}\n',
      'a.json': '{"resourceType":"User","id":"a"}',
      'README.md': 'not a resource',
    })
    assert.deepEqual(problems, [])
    assert.deepEqual(
      entries.map(({ place }) => place),
      ['a.json (User/a)', 'b.yaml, entry 1 (User/b1)', 'b.yaml, entry 2 (User/b2)'],
    )
  })

  it('reports a path where nothing is', async () => {
    assert.deepEqual((await read({}, 'nowhere')).problems, ['nowhere: there is no such file or folder'])
  })
})
