import process from 'node:process'
import { styleText } from 'node:util'
import { UsageError } from '../config/UsageError.ts'
import type { Style } from './Paint.ts'
import { run } from './run.ts'

const output = {
  out: (text: string): void => void process.stdout.write(text),
  err: (text: string): void => void process.stderr.write(text),
  // Node's own rule: on a terminal, unless NO_COLOR says otherwise, and wherever FORCE_COLOR does.
  paint: (style: Style, text: string): string => styleText(style, text, { stream: process.stdout }),
}

try {
  const listening = await run(process.argv.slice(2), output)
  const stop = (): void => void listening?.close().then(() => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  // Whoever read along is gone, as `head` is after its lines: nobody is left to serve for.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    stop()
  })
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  if (error.message !== '') output.err(`bando-mock: ${error.message}\n`)
  process.exitCode = 1
}
