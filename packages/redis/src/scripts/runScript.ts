import type { RedisCommands } from '../clients/RedisCommands.ts'
import type { Script } from './Script.ts'

/**
 * Runs a script by its SHA-1, or by its text if the server does not have it: it is new, or was
 * started again.
 */
export async function runScript(
  commands: RedisCommands,
  script: Script,
  { keys, args }: { readonly keys: readonly string[]; readonly args: readonly string[] },
): Promise<unknown> {
  try {
    return await commands.evalsha(script, keys, args)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return commands.eval(script, keys, args)
  }
}
