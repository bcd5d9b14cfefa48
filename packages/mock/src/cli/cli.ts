import process from 'node:process'
import { styleText } from 'node:util'
import { UsageError } from '../config/UsageError.ts'
import type { Style } from './Paint.ts'
import { run } from './run.ts'

const output = {
  out: (text: string): void => void process.stdout.write(text),
  err: (text: string): void => void process.stderr.write(text),
  // `styleText` decides by Node's own rule: colours on a terminal unless NO_COLOR is set, and
  // always with FORCE_COLOR.
  paint: (style: Style, text: string): string => styleText(style, text, { stream: process.stdout }),
}

try {
  const listening = await run(process.argv.slice(2), output)
  const stop = (): void => void listening?.close().then(() => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  // The reader of the output has exited, as `head` does. So the command ends too.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    stop()
  })
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  if (error.message !== '') output.err(`bando-mock: ${error.message}\n`)
  process.exitCode = 1
}
