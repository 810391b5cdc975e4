/** The fields of a form that one of our pages sent. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import { createParams, type Params } from '../params/params.ts'

/** @throws AppError `invalid` for another content type. */
export async function readPageForm(request: RouteRequest): Promise<Params> {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/x-www-form-urlencoded') {
    throw new AppError(
      'invalid',
      'invalid_request',
      'This address takes a form (application/x-www-form-urlencoded).',
    )
  }
  return createParams(new URLSearchParams(await request.text()))
}
