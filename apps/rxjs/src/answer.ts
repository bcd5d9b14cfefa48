import { isBandoError } from '@bando/core'

/** What is written of one id. */
export interface Answer {
  readonly id: string
  readonly status?: number | undefined
  readonly data?: unknown
  /** Code of the error, if there is one. */
  readonly error?: string
}

/** Returns the answer for an error of one id, or `undefined` if a later run should try again. */
export function answerOf(error: unknown, id: string): Answer | undefined {
  if (isBandoError(error, 'body') || isBandoError(error, 'redirect')) return { id, error: error.code }
  if (!isBandoError(error, 'http')) return undefined
  const { status, code } = error
  return status !== undefined && status < 500 ? { id, status, error: code } : undefined
}
