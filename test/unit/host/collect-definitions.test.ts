import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { collectDefinitions } from '../../../src/host/collect-definitions.ts'
import { checkNames, PluginError } from '../../../src/host/start-plugins.ts'
import { oauth } from '../../../src/oauth/oauth.ts'
import type { Plugin } from '../../../src/plugin.ts'
import { policies } from '../../../src/policies/policies.ts'
import { defineResource, Type } from '../../../src/schema/define-resource.ts'

const plugin = (name: string, ...resources: Plugin['resources'] & object): Plugin => ({
  ...{ name, resources },
  start: () => ({}),
})
const thing = () => defineResource({ type: 'Thing', schema: Type.Object({}) })

describe('types of several plug-ins', () => {
  it('a definition that two bring counts once', () => {
    const types = collectDefinitions([oauth(), policies()]).map(({ type }) => type)
    assert.deepEqual(types.toSorted(), ['AccessPolicy', 'Client', 'Grant', 'Role', 'Session', 'User'])
  })

  it('two definitions of one name are an error that names both plug-ins', () => {
    assert.throws(
      () => collectDefinitions([plugin('one', thing()), plugin('two', thing())]),
      (error) => error instanceof PluginError && /one and two.*Thing/.test(error.message),
    )
  })

  it('a plug-in without types is fine', () => {
    assert.deepEqual(collectDefinitions([{ name: 'none', start: () => ({}) }]), [])
  })
})

describe('names of plug-ins', () => {
  it('must differ', () => {
    checkNames([plugin('one'), plugin('two')])
    assert.throws(() => checkNames([plugin('one'), plugin('one')]), /two plug-ins with the name one/)
  })
})
