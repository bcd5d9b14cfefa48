import { readFile } from 'node:fs/promises'
import { BandoConfigError } from '../errors/BandoConfigError.ts'

/**
 * A token source that reads the file at `path` each time it is asked, as secrets that are mounted are rotated.
 * @example createBando({ token: tokenFromFile('/run/secrets/bando') })
 */
export function tokenFromFile(path: string): () => Promise<string> {
  return async () => {
    const token = (await readFile(path, 'utf8')).trim()
    if (token !== '') return token
    throw new BandoConfigError(`The file ${path} is empty. Put the token there.`)
  }
}
