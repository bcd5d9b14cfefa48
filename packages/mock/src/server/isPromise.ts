/** Whether a value is a promise, of any realm: zone.js, for example, replaces the global `Promise`. */
export function isPromise<Value extends object>(value: Value | Promise<Value>): value is Promise<Value> {
  return 'then' in value
}
