import { BandoConfigError } from '../errors/BandoConfigError.ts'

/**
 * A token source that reads the environment variable `name` each time it is asked.
 * @example createBando({ token: tokenFromEnv('BANDO_TOKEN') })
 */
export function tokenFromEnv(name: string): () => string {
  return () => {
    const token = process.env[name]?.trim()
    if (token) return token
    throw new BandoConfigError(
      `The environment variable ${name} is ${token === '' ? 'empty' : 'not set'}. Put the token there.`,
    )
  }
}
