/** What two accesses allow together. */
import type { Allowed } from './ports/access.ts'
import { allOf } from './ports/condition.ts'

/** What both allow: the rows of both, and everything hidden and kept that either hides or keeps. */
export function narrow(one: Allowed, other: Allowed): Allowed {
  const rows =
    one.rows !== undefined && other.rows !== undefined
      ? allOf(one.rows, other.rows)
      : (one.rows ?? other.rows)
  const hide = union(one.hide, other.hide)
  const readonly = union(one.readonly, other.readonly)
  const parameters = union(one.parameters, other.parameters)
  return {
    allowed: true,
    ...(rows !== undefined && { rows }),
    ...(hide !== undefined && { hide }),
    ...(readonly !== undefined && { readonly }),
    ...(parameters !== undefined && { parameters }),
  }
}

type Names = readonly string[] | undefined

function union(one: Names, other: Names): Names {
  return one !== undefined && other !== undefined ? [...new Set([...one, ...other])] : (one ?? other)
}
