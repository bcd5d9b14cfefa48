import type { JournalEntry } from '../../journal/Journal.ts'
import type { curlOf } from './curlOf.ts'
import type { Panel } from './Panel.ts'
import type { Tools } from './tools.ts'

/** Shows the newest requests, each with a button that copies it as a command. */
export function journal(
  { at, make, holding, say, button }: Tools,
  curl: typeof curlOf,
): Panel<readonly JournalEntry[]> {
  const copy = async (entry: JournalEntry): Promise<void> => {
    const command = curl(location.origin, entry)
    try {
      await navigator.clipboard.writeText(command)
      say(`Copied: ${command}`)
    } catch {
      // There is no clipboard without a secure origin, or without permission.
      say(command)
    }
  }
  const classOf = (status: number): string => {
    if (status === 0 || status >= 500) return 'bad'
    return status >= 400 ? 'warn' : 'good'
  }
  const verdictOf = ({ verdict, fault, preferred }: JournalEntry): string => {
    if (fault !== undefined) return `${verdict}, fault ${fault}`
    return preferred === undefined ? verdict : `${verdict}, preferred`
  }
  const row = (entry: JournalEntry): Node => {
    const cells: readonly Node[] = [
      make('time', new Date(entry.at).toLocaleTimeString()),
      make('strong', entry.status === 0 ? '–' : String(entry.status), classOf(entry.status)),
      make('code', `${entry.method} ${entry.path}${entry.search}`),
      make('code', entry.credential, 'dim'),
      make('span', verdictOf(entry)),
      button('Copy as curl', `Copy as curl: request ${entry.id}`, () => copy(entry)),
    ]
    return holding(
      'tr',
      '',
      cells.map((cell) => holding('td', '', [cell])),
    )
  }
  return {
    of: ({ log }) => log,
    draw: (log) => {
      at('journal').replaceChildren(...log.toReversed().map(row))
      at('journal-table').hidden = log.length === 0
      at('journal-empty').hidden = log.length > 0
    },
  }
}
