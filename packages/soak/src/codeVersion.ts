import { createHash } from 'node:crypto'
import { execa } from 'execa'

/**
 * Identifies the tested code: the commit, and a digest of later changes in files that Git tracks.
 */
export async function codeVersion(root: string): Promise<string> {
  const git = execa({ cwd: root })
  const { stdout: commit } = await git('git', ['rev-parse', 'HEAD'])
  const { stdout: changes } = await git('git', ['diff', 'HEAD'])
  return `${commit} ${createHash('sha256').update(changes).digest('hex').slice(0, 12)}`
}
