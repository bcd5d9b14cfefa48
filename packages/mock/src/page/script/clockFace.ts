import type { Panel } from './Panel.ts'
import type { Tools } from './tools.ts'

/** Shows the mock's time, and whether it is stopped. */
export function clockFace({
  at,
}: Tools): Panel<{ readonly now: number; readonly frozen: boolean; readonly scale: number }> {
  return {
    of: ({ state: { now }, clock: { frozen, scale } }) => ({ now, frozen, scale }),
    draw: ({ now, frozen, scale }) => {
      at('now').textContent = new Date(now).toLocaleTimeString()
      at('pace').textContent = frozen ? 'stands still' : scale === 1 ? '' : `${scale}× as fast`
      document.body.dataset['frozen'] = String(frozen)
      at('freeze').textContent = frozen ? 'Resume' : 'Freeze'
    },
  }
}
