import { HttpStatus } from '@nestjs/common'
import { messageRefusal } from './message-refusal.ts'
import type { Refusal } from './refusal.ts'

/**
 * Returns a refusal as an error of GraphQL, whose `extensions` say its code, its status and the
 * time.
 */
export function graphqlRefusal(refusal: Refusal): Error {
  const { statusCode, retryAfterMs } = messageRefusal(refusal)
  const code = HttpStatus[statusCode]
  const extensions = { code, statusCode, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  return Object.assign(new Error(refusal.title), { extensions })
}
