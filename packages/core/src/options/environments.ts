/** Base URLs of the API (API.md, "Hosts"). */
export const environments = {
  /** Real purchases. */
  production: 'https://api.bando.cool',
  /** Almost the same catalogue. Every purchase succeeds, but for those of the brand `Sandbox`. */
  sandbox: 'https://apidev.bando.cool',
} as const
