import type { CallerState } from '../../server/mockState.ts'
import type { PageEvent } from '../PageEvent.ts'
import type { Panel } from './Panel.ts'
import type { Tools } from './tools.ts'

/** Shows the budget of each caller, and buttons that change it. */
export function budgets({
  at,
  make,
  holding,
  duration,
  send,
  button,
}: Tools): Panel<Pick<PageEvent, 'state' | 'more'>> {
  const gauge = ({ caller, limit, remaining }: CallerState): Node => {
    const left = remaining / limit.requests
    const bar = make('progress', '', left === 0 ? 'spent' : left <= 0.2 ? 'low' : '')
    Object.assign(bar, { max: limit.requests, value: remaining })
    bar.setAttribute('aria-label', `Requests left to ${caller}`)
    return holding('span', 'gauge', [bar, make('span', `${remaining} of ${limit.requests}`)])
  }
  const actions = (one: CallerState): Node => {
    const who = one.kind === 'token' ? { token: one.caller } : { address: one.caller }
    const locked = one.kind === 'token' ? { owner: one.owner } : { address: one.caller }
    const buttons = [
      button('Spend 10', `Spend 10 requests of ${one.caller}`, () =>
        send('POST', 'spend', { who, requests: 10 }),
      ),
      button('Lock', `Lock ${one.caller}`, () => send('POST', 'lock', { who: locked })),
    ]
    if (one.status === 'valid')
      buttons.push(
        button('Revoke', `Revoke ${one.caller}`, () => send('POST', `tokens/${one.caller}/revoke`)),
      )
    return holding('span', 'actions', buttons)
  }
  const item = (one: CallerState, now: number): Node =>
    holding('li', '', [
      holding('span', 'who', [
        make('code', one.caller),
        make('span', one.kind === 'token' ? (one.owner ?? '') : 'without a token', 'dim'),
        make('span', one.status ?? '', one.status === 'valid' ? 'tag' : 'tag bad'),
      ]),
      gauge(one),
      make(
        'span',
        one.resetAt === null ? 'untouched' : `whole in ${duration(one.resetAt - now)}`,
        'dim when',
      ),
      actions(one),
    ])
  const none = make('li', 'There are no callers yet. Issue a token, or send a request without one.', 'dim')
  return {
    of: ({ state, more }) => ({ state, more }),
    draw: ({ state: { callers, now }, more }) => {
      const rows = callers.length > 0 ? callers.map((one) => item(one, now)) : [none]
      if (more.callers > 0) rows.push(make('li', `and ${more.callers} more, who asked less`, 'dim'))
      at('callers').replaceChildren(...rows)
    },
  }
}
