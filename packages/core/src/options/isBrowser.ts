/** Whether this runs in a page, where everybody can look into it and CORS hides answers. */
export function isBrowser(): boolean {
  return typeof window === 'object' && typeof document === 'object'
}
