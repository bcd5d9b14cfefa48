/** Whether this runs in a page: every visitor can look into it, and CORS hides responses. */
export function isBrowser(): boolean {
  return typeof window === 'object' && typeof document === 'object'
}

/** Whether requests to `url` stay on this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  )
}
