import type { JournalEntry } from '../journal/Journal.ts'
import type { CallerState, MockState } from '../server/mockState.ts'

/** What the server sends the page. */
export interface PageEvent {
  readonly state: MockState
  readonly log: readonly JournalEntry[]
}

/** Runs in the browser: it is sent as its own source text, so it uses nothing from outside itself. */
export function drivePage(): void {
  const at = (id: string): HTMLElement => document.querySelector<HTMLElement>(`#${id}`) ?? document.body
  const make = (tag: string, text = '', className = ''): HTMLElement => {
    const element = document.createElement(tag)
    element.textContent = text
    element.className = className
    return element
  }
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`/_mock/${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  }
  const seconds = (ms: number): string => {
    const whole = Math.max(0, Math.ceil(ms / 1000))
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
  }
  const button = (text: string, label: string, act: () => Promise<unknown>): HTMLElement => {
    const element = make('button', text)
    element.setAttribute('aria-label', label)
    element.addEventListener('click', () => void act())
    return element
  }
  const row = (...cells: (string | Node)[]): HTMLElement => {
    const line = make('tr')
    for (const cell of cells) {
      const data = make('td')
      data.append(cell)
      line.append(data)
    }
    return line
  }
  const gauge = ({ caller, limit, remaining }: CallerState): Node => {
    const holder = make('span')
    const bar = document.createElement('progress')
    Object.assign(bar, { max: limit.requests, value: remaining })
    bar.setAttribute('aria-label', `Requests left to ${caller}`)
    holder.append(bar, `${remaining} of ${limit.requests}`)
    return holder
  }
  const callerRow = (one: CallerState, now: number): HTMLElement => {
    const who = one.kind === 'token' ? { token: one.caller } : { address: one.caller }
    const line = row(
      make('code', one.caller),
      one.kind === 'token' ? `${one.owner} · ${one.status}` : 'anonymous',
      gauge(one),
      one.resetAt === null ? '–' : seconds(one.resetAt - now),
    )
    const actions = make('td', '', 'actions')
    actions.append(
      button('Spend 10', `Spend 10 requests of ${one.caller}`, () =>
        send('POST', 'spend', { who, requests: 10 }),
      ),
    )
    const lockable = one.kind === 'token' ? { owner: one.owner } : { address: one.caller }
    actions.append(button('Lock', `Lock ${one.caller}`, () => send('POST', 'lock', { who: lockable })))
    if (one.kind === 'token') {
      actions.append(
        button('Revoke', `Revoke ${one.caller}`, () => send('POST', `tokens/${one.caller}/revoke`)),
      )
    }
    line.append(actions)
    return line
  }
  const journalRow = (entry: JournalEntry): HTMLElement => {
    const curl = `curl -X ${entry.method} '${location.origin}${entry.path}${entry.search}'${entry.credential === 'anonymous' ? '' : ' -H "Authorization: Bearer $BANDO_TOKEN"'}`
    return row(
      make('time', new Date(entry.at).toLocaleTimeString()),
      make('strong', String(entry.status || '–'), `s${Math.floor(entry.status / 100)}`),
      make('code', `${entry.method} ${entry.path}${entry.search}`),
      make('code', entry.credential),
      entry.fault === undefined ? entry.verdict : `${entry.verdict}, fault ${entry.fault}`,
      button('Copy as curl', `Copy as curl request ${entry.id}`, () => navigator.clipboard.writeText(curl)),
    )
  }
  const show = ({ state, log }: PageEvent): void => {
    // The rows are made anew: whoever stands on a button in them shall stand on its successor.
    const focused = document.activeElement?.closest('tbody')
      ? document.activeElement.getAttribute('aria-label')
      : null
    at('now').textContent = new Date(state.now).toLocaleTimeString()
    at('callers').replaceChildren(...state.callers.map((one) => callerRow(one, state.now)))
    const locks = state.lockouts.map((one) => {
      const ends =
        one.lockedUntil === null
          ? `${one.failures} failed`
          : `locked for ${seconds(one.lockedUntil - state.now)}`
      const clear = button('Clear', `Clear the lock of ${one.name}`, () =>
        send('POST', 'unlock', { who: { [one.kind]: one.name } }),
      )
      return row(
        one.kind,
        make('code', one.name),
        make('span', ends, one.lockedUntil === null ? '' : 'locked'),
        clear,
      )
    })
    at('lockouts').replaceChildren(
      ...(locks.length > 0 ? locks : [row(make('span', 'Nobody is locked.', 'dim'))]),
    )
    at('timeline').replaceChildren(...log.map(({ status }) => make('li', '', `s${Math.floor(status / 100)}`)))
    at('summary').textContent =
      `The last ${log.length} requests: ${log.filter(({ verdict }) => verdict === 'served').length} served, ${log.filter(({ verdict }) => verdict === 'limited').length} limited, ${log.filter(({ verdict }) => verdict === 'rejected' || verdict === 'locked').length} refused.`
    at('journal').replaceChildren(...log.toReversed().map(journalRow))
    const successor = [...document.querySelectorAll('tbody button')].find(
      (one) => one.getAttribute('aria-label') === focused,
    )
    if (successor instanceof HTMLElement) successor.focus()
  }
  const onClick = (id: string, act: () => Promise<unknown>): void =>
    at(id).addEventListener('click', () => void act())
  onClick('minute', () => send('PATCH', 'clock', { advanceMs: 60_000 }))
  onClick('hour', () => send('PATCH', 'clock', { advanceMs: 3_600_000 }))
  onClick('fault', () => send('POST', 'faults/next', { status: 503 }))
  onClick('reset', () => send('POST', 'reset'))
  onClick('play', () => send('POST', 'scenario', { name: (at('scenario') as HTMLSelectElement).value }))
  onClick('issue', async () => {
    const { token } = (await send('POST', 'tokens', {})) as { token: string }
    at('issued').textContent = `Issued, shown this once: ${token}`
  })
  new EventSource('/_mock/events').addEventListener('message', ({ data }) =>
    show(JSON.parse(String(data)) as PageEvent),
  )
}
