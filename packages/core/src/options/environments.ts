export const production = 'https://api.bando.cool' // C1

/**
 * Base URLs of the API: the option `baseUrl` takes one. The sandbox has almost the same catalogue,
 * and real networks.
 * @example createBando({ baseUrl: environments.sandbox })
 */
export const environments = {
  production,
  sandbox: 'https://apidev.bando.cool',
} as const
