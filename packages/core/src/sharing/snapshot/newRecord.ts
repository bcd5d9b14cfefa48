/**
 * Returns an empty record for keys that are ever new. An object literal would get a hidden class
 * for each key, which costs microseconds.
 */
export function newRecord<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>
}
