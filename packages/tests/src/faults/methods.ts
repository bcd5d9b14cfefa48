export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface MethodRow {
  readonly name: string
  readonly method: Method
  readonly idempotencyKey?: string
  /**
   * Whether the request may be processed twice: by its method (RFC 9110, section 9.2.2), or by its
   * key.
   */
  readonly isRepeatable: boolean
}

export const methods: readonly MethodRow[] = [
  { name: 'GET', method: 'GET', isRepeatable: true },
  { name: 'HEAD', method: 'HEAD', isRepeatable: true },
  { name: 'POST', method: 'POST', isRepeatable: false },
  { name: 'POST with a key', method: 'POST', idempotencyKey: 'one-purchase', isRepeatable: true },
  { name: 'PUT', method: 'PUT', isRepeatable: true },
  { name: 'PATCH', method: 'PATCH', isRepeatable: false },
  { name: 'DELETE', method: 'DELETE', isRepeatable: true },
]
