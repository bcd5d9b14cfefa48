import type { PageEvent } from '../PageEvent.ts'
import type { Panel } from './Panel.ts'
import type { Tools } from './tools.ts'

/** Shows who cannot authenticate, and until when. */
export function lockouts({
  at,
  make,
  holding,
  duration,
  send,
  button,
}: Tools): Panel<Pick<PageEvent, 'state' | 'more'>> {
  const item = ({ kind, name, failures, lockedUntil }: PageEvent['state']['lockouts'][number], now: number) =>
    holding('li', '', [
      holding('span', 'who', [make('code', name), make('span', kind, 'dim')]),
      lockedUntil === null
        ? make('span', `${failures} failed`, 'warn when')
        : make('strong', `locked for ${duration(lockedUntil - now)}`, 'bad when'),
      holding('span', 'actions', [
        button('Clear', `Clear the lock of ${name}`, () => send('POST', 'unlock', { who: { [kind]: name } })),
      ]),
    ])
  return {
    of: ({ state, more }) => ({ state, more }),
    draw: ({ state: { lockouts: all, now }, more }) => {
      const items =
        all.length > 0 ? all.map((one) => item(one, now)) : [make('li', 'Nothing is locked.', 'dim')]
      if (more.lockouts > 0) items.push(make('li', `and ${more.lockouts} more, with shorter locks`, 'dim'))
      at('lockouts').replaceChildren(...items)
    },
  }
}
