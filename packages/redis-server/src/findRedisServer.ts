import { spawnSync } from 'node:child_process'

const programs = ['redis-server', 'valkey-server']

/**
 * Finds the program on the PATH; as root on Debian it may install it first.
 * @throws Error with the command to type if there is none
 */
export function findRedisServer({ mayInstall = false }: { readonly mayInstall?: boolean } = {}): string {
  const found = programs.find(isThere)
  if (found !== undefined) return found
  if (mayInstall && process.getuid?.() === 0 && isThere('apt-get')) {
    install()
    if (isThere('redis-server')) return 'redis-server'
  }
  throw new Error(
    'redis-server: needs Redis or Valkey on the PATH. Found neither. Type `sudo apt-get install redis-server`, or `brew install redis`.',
  )
}

function isThere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
}

/** `RUNLEVEL=1`: Debian starts no service of its own. */
function install(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const wait = ['-o', 'DPkg::Lock::Timeout=600']
  spawnSync('apt-get', ['update', ...wait], { env, stdio: 'ignore' })
  spawnSync('apt-get', ['install', '--yes', ...wait, 'redis-server'], { env, stdio: 'inherit' })
}
