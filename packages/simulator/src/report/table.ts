import Table from 'cli-table3'
import type { Outcome } from '../simulate.ts'
import type { Row } from './plan.ts'
import { days } from './plan.ts'

export interface Measured {
  readonly row: Row
  /** One result for each of `days`. */
  readonly outcomes: readonly Outcome[]
}

/**
 * The served requests, their share of the quota and the 429s, as a Markdown table that is readable
 * in a terminal.
 */
export function table(measured: readonly Measured[]): string {
  const bar = {
    mid: '-',
    'left-mid': '|',
    'mid-mid': '|',
    'right-mid': '|',
    left: '|',
    right: '|',
    middle: '|',
  }
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' }
  const bottom = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' }
  const text = new Table({
    head: ['server', 'client', ...days.map((day) => `${day}: served · share · 429s`)],
    chars: { ...bar, ...none, ...bottom },
    style: { head: [], border: [] },
  })
  for (const { row, outcomes } of measured) {
    const server = row.headers === 'none' ? row.server : `${row.server}, headers`
    text.push([server, row.client.name, ...outcomes.map(cell)])
  }
  return onlyFirstRule(text.toString())
}

function cell({ served, share, refused }: Outcome): string {
  return `${served} · ${(share * 100).toFixed(1)} % · ${refused}`
}

/** Markdown allows only one rule, below the head. */
function onlyFirstRule(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.filter((line, index) => index < 2 || !line.startsWith('|-')).join('\n')
}
