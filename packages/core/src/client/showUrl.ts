/** A URL for messages and events: its query may hold what should not be seen. */
export function showUrl({ origin, pathname }: URL): string {
  return origin + pathname
}
