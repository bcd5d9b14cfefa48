import { readFile } from 'node:fs/promises'
import { BandoConfigError } from '../errors/BandoConfigError.ts'

/**
 * A token source that reads the file at `path` each time it is asked, as secrets that are mounted
 * are rotated.
 * @example createBando({ token: tokenFromFile('/run/secrets/bando') })
 */
export function tokenFromFile(path: string): () => Promise<string> {
  return async () => {
    const token = (await read(path)).trim()
    if (token !== '') return token
    throw new BandoConfigError(`The token's file ${path} is empty. Write the token into it.`)
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new BandoConfigError(
      `The token's file ${path} cannot be read (${code}). Check the path, and who may read it.`,
      cause,
    )
  }
}
