/**
 * Whether a value is a promise of any class. Libraries such as zone.js replace the global
 * `Promise`.
 */
export function isPromise<Value extends object>(value: Value | Promise<Value>): value is Promise<Value> {
  return 'then' in value
}
