import type { Colors } from 'picocolors/types'
import type { JournalEntry } from '../journal/Journal.ts'

/** One request on one line. */
export function requestLine(entry: JournalEntry, colors: Colors): string {
  const time = new Date(entry.at).toISOString().slice(11, 23)
  const status = colorOf(entry.status, colors)(String(entry.status))
  const note = entry.verdict === 'served' ? '' : ` ${entry.verdict}`
  const fault = entry.fault === undefined ? '' : ` (fault: ${entry.fault})`
  return `  ${colors.dim(time)}  ${status}  ${entry.method.padEnd(7)} ${entry.path}${entry.search}  ${colors.dim(entry.credential + note + fault)}\n`
}

function colorOf(status: number, colors: Colors): (text: string) => string {
  if (status < 300) return colors.green
  if (status < 400) return colors.cyan
  return status < 500 ? colors.yellow : colors.red
}
