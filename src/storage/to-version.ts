/** A row of a resource table as the port's Version. */
import type { Version } from '../engine/ports/store.ts'

export interface VersionRow {
  readonly id: string
  readonly version_id: string
  readonly last_updated: number
  readonly status: Version['status']
  readonly text: string
}

export function toVersion(type: string, row: VersionRow): Version {
  return {
    type,
    id: row.id,
    versionId: row.version_id,
    lastUpdated: row.last_updated,
    status: row.status,
    text: row.text,
  }
}
