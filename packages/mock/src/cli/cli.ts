import process from 'node:process'
import picocolors from 'picocolors'
import { UsageError } from '../config/UsageError.ts'
import { run } from './run.ts'

const output = {
  out: (text: string): void => void process.stdout.write(text),
  err: (text: string): void => void process.stderr.write(text),
  color: picocolors.isColorSupported,
}

try {
  const listening = await run(process.argv.slice(2), output)
  const stop = (): void => void listening?.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  if (error.message !== '') output.err(`bando-mock: ${error.message}\n`)
  process.exitCode = 1
}
