/** A version from the store as a document that is parsed when somebody looks into it: most of a list is only counted. */
import type { Document } from '../engine/ports/documents.ts'
import type { Version } from '../engine/ports/store.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import { findValue, withoutSecrets } from '../schema/secrets.ts'

type Secrets = Document['secrets']

export function toStoredDocument(type: ResourceType, version: Version): Document {
  return new StoredDocument(type, version)
}

class StoredDocument implements Document {
  readonly type: string
  readonly id: string
  readonly versionId: string
  readonly #resourceType: ResourceType
  #text: string
  #parsed: { readonly resource: JsonObject; readonly secrets: Secrets } | undefined

  constructor(resourceType: ResourceType, { type, id, versionId, text }: Version) {
    this.type = type
    this.id = id
    this.versionId = versionId
    this.#resourceType = resourceType
    this.#text = text
  }

  get resource(): JsonObject {
    return this.#parse().resource
  }

  get secrets(): Secrets {
    return this.#parse().secrets
  }

  get createdAt(): string {
    const { meta } = this.resource
    return isJsonObject(meta) && typeof meta.createdAt === 'string' ? meta.createdAt : ''
  }

  #parse() {
    if (this.#parsed !== undefined) return this.#parsed
    const whole = JSON.parse(this.#text) as JsonObject
    const secrets: Record<string, string> = {}
    for (const path of this.#resourceType.secretPaths) {
      const value = findValue(whole, path)
      if (typeof value === 'string') secrets[path.join('.')] = value
    }
    this.#parsed = { resource: withoutSecrets(this.#resourceType, whole), secrets }
    this.#text = ''
    return this.#parsed
  }
}
