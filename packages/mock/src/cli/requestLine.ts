import type { JournalEntry } from '../journal/Journal.ts'
import type { Paint, Style } from './Paint.ts'

/** Formats one request as a line. A dash stands for a response that a fault withheld. */
export function requestLine(entry: JournalEntry, paint: Paint): string {
  const time = new Date(entry.at).toISOString().slice(11, 23)
  const status = paint(colorOf(entry.status), entry.status === 0 ? ' – ' : String(entry.status))
  const note = entry.verdict === 'served' ? '' : ` ${entry.verdict}`
  const fault = entry.fault === undefined ? '' : ` (fault: ${entry.fault})`
  return `  ${paint('dim', time)}  ${status}  ${entry.method.padEnd(7)} ${entry.path}${entry.search}  ${paint('dim', entry.credential + note + fault)}\n`
}

function colorOf(status: number): Style {
  if (status === 0) return 'red'
  if (status < 300) return 'green'
  if (status < 400) return 'cyan'
  return status < 500 ? 'yellow' : 'red'
}
