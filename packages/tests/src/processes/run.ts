import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Running {
  readonly child: ChildProcess
  /** Resolves with the next line that the process writes, or `undefined` if it ends first. */
  line(): Promise<string | undefined>
  readonly ended: Promise<unknown>
}

/** Runs a script of this folder in a process of its own, behind `prefix`, such as `unshare`. */
export function run(script: string, args: readonly string[], prefix: readonly string[] = []): Running {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const [command = '', ...rest] = [...prefix, process.execPath, '--conditions=@bando/source', path, ...args]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const lines: string[] = []
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (said + chunk.toString()).split('\n')
    said = parts.pop() ?? ''
    lines.push(...parts)
  })
  return {
    child,
    ended,
    async line() {
      let hasEnded = false
      void ended.then(() => (hasEnded = true))
      while (lines.length === 0 && !hasEnded) await Promise.race([once(child.stdout, 'data'), ended])
      return lines.shift()
    },
  }
}
