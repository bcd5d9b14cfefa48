import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UsageError } from './UsageError.ts'

const names = ['ts', 'mts', 'js', 'mjs', 'json'].map((ending) => `bando-mock.config.${ending}`)

/**
 * Loads the named configuration file, or the one of the directory. Returns undefined if there is
 * none.
 * @throws {UsageError} if the named file is missing, there are several, or the file cannot be read
 */
export async function loadConfigFile(
  directory: string,
  named?: string,
): Promise<{ path: string; content: unknown } | undefined> {
  const found = await existing(directory, named === undefined ? names : [named])
  const [path, other] = found
  if (named !== undefined && path === undefined) {
    throw new UsageError(
      `There is no file "${resolve(directory, named)}". Give --config the path of a file that exists.`,
    )
  }
  if (path === undefined) return undefined
  if (other !== undefined) {
    throw new UsageError(
      `There are two configuration files, ${path} and ${other}. Remove one, or choose one with --config.`,
    )
  }
  return { path, content: await contentOf(path) }
}

async function existing(directory: string, candidates: readonly string[]): Promise<string[]> {
  const paths = candidates.map((name) => resolve(directory, name))
  const there = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        (found) => !found.isDirectory(),
        () => false,
      ),
    ),
  )
  return paths.filter((_, index) => there[index])
}

async function contentOf(path: string): Promise<unknown> {
  try {
    if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8'))
    const { createJiti } = await import('jiti')
    const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false })
    return await jiti.import(path, { default: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`The configuration file ${path} cannot be read: ${reason}`, { cause: error })
  }
}
