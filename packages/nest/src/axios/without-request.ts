/**
 * Returns a failure with its code, its system call and its message alone: axios' own errors carry
 * the request, and with it the token. The core tells from the code and the system call whether the
 * request was sent.
 */
export function withoutRequest(failure: unknown, authorization: string | null): Error {
  if (!(failure instanceof Error)) return new Error('The request failed, without an error that says why.')
  const code = textOf(failure, 'code')
  const syscall = textOf(failure, 'syscall') ?? textOf(failure.cause, 'syscall')
  // When several addresses were tried, the message is empty.
  const message = failure.message === '' ? (code ?? failure.name) : failure.message
  const plain = new Error(withoutToken(message, authorization))
  return Object.assign(plain, code !== undefined && { code }, syscall !== undefined && { syscall })
}

function textOf(source: unknown, name: string): string | undefined {
  const value: unknown = source instanceof Error ? (source as unknown as Record<string, unknown>)[name] : ''
  return typeof value === 'string' && value !== '' ? value : undefined
}

function withoutToken(message: string, authorization: string | null): string {
  const token = authorization?.replace(/^Bearer /, '') ?? ''
  return token === '' ? message : message.replaceAll(token, '…')
}
