/** The fields of a form that one of our pages sent. */

import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import { formType, mediaTypeOf } from '../params/media-type.ts'
import { createParams, type Params } from '../params/params.ts'

/** @throws AppError `invalid` for another content type. */
export async function readPageForm(request: RouteRequest): Promise<Params> {
  if (mediaTypeOf(request.headers) !== formType) {
    throw new AppError(
      'invalid',
      'invalid_request',
      'This address takes a form (application/x-www-form-urlencoded).',
    )
  }
  return createParams(new URLSearchParams(await request.text()))
}
