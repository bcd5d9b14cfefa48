import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** Variables of this workspace or of its test run, which a user's project does not have. */
const ours = /^(npm_|pnpm_|NODE_|VITEST|TURBO|TEST$|INIT_CWD$)/i
/** The npm settings with which this machine reaches its registry. */
const registry =
  /^(NODE_EXTRA_CA_CERTS|npm_config_(registry|cache|cafile|strict_ssl|(https_)?proxy|noproxy|(user|global)config))$/i

/** Returns execa for one folder, as a user has it who knows nothing of this workspace. */
export function commandsIn(folder: string) {
  const workspace = fileURLToPath(new URL('../../../', import.meta.url))
  const kept = Object.entries(process.env).filter(([name]) => registry.test(name) || !ours.test(name))
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.startsWith(workspace))
  const env = { ...Object.fromEntries(kept), PATH: [dirname(process.execPath), ...path].join(delimiter) }
  return execa({ cwd: folder, env, extendEnv: false, cleanup: true })
}
