import type { PageEvent } from '../PageEvent.ts'
import type { Panel } from './Panel.ts'
import type { Tools } from './tools.ts'

/**
 * Draws each event of the server, and shows when the connection is lost. It is sent as source text,
 * so it uses nothing from outside itself.
 */
export function drivePage({ at, make }: Pick<Tools, 'at' | 'make'>, panels: readonly Panel[]): void {
  const drawn = new Map<Panel, string>()
  const show = (event: PageEvent): void => {
    // Rows are made anew, so the focus moves from an old button to its successor.
    const focused = document.activeElement?.closest('[data-drawn]')
      ? document.activeElement.getAttribute('aria-label')
      : null
    for (const panel of panels) {
      const shown = panel.of(event)
      const text = JSON.stringify(shown)
      if (drawn.get(panel) === text) continue
      drawn.set(panel, text)
      panel.draw(shown)
    }
    if (focused === null || document.activeElement?.getAttribute('aria-label') === focused) return
    const buttons = [...document.querySelectorAll<HTMLElement>('[data-drawn] button')]
    buttons.find((one) => one.getAttribute('aria-label') === focused)?.focus()
  }
  const setLive = (live: boolean): void => {
    document.body.dataset['live'] = String(live)
    at('live').textContent = live ? 'live' : 'disconnected'
    at('lost').replaceChildren(
      ...(live
        ? []
        : [make('p', 'The mock does not respond. This is its last known state. Reconnecting …', 'away')]),
    )
    for (const fieldset of document.querySelectorAll('fieldset')) fieldset.disabled = !live
  }
  const connect = (): void => {
    const source = new EventSource('/_mock/events')
    source.addEventListener('message', ({ data }) => {
      setLive(true)
      show(JSON.parse(String(data)) as PageEvent)
    })
    source.addEventListener('error', () => {
      setLive(false)
      // The browser retries some failures by itself, but not a closed connection.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000)
    })
  }
  connect()
}
