/** Returns what `change` makes of each value, by the same keys. */
export function mapValues<Value, Other>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Other,
): Record<string, Other> {
  const changed: Record<string, Other> = {}
  for (const key in record) changed[key] = change(record[key] as Value, key)
  return changed
}
