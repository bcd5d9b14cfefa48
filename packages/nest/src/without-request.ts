/**
 * A failure with its code and message alone: axios' own errors carry the request, and with it the token. The code stays, so that
 * the core can tell what was never sent.
 */
export function withoutRequest(failure: unknown, authorization: string | null): Error {
  if (!(failure instanceof Error)) return new Error('The request failed, without an error that says why.')
  const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined
  // Of several addresses that were tried, the message is empty.
  const message = failure.message === '' ? (code ?? failure.name) : failure.message
  // Interceptors put into a message what they like.
  const plain = new Error(authorization === null ? message : message.replaceAll(authorization, 'Bearer …'))
  return code === undefined ? plain : Object.assign(plain, { code })
}
