import type { StatusGroup, Timeline } from '../timeline.ts'
import type { Panel } from './Panel.ts'
import type { Tools } from './tools.ts'

/** Draws the requests of the window as columns of time, stacked by status. */
export function timelineChart({ at, make, holding, duration }: Tools): Panel<Timeline> {
  const groups: readonly StatusGroup[] = ['served', 'limited', 'refused', 'failed', 'lost']
  const column = (counts: Timeline['columns'][number], highest: number): Node => {
    const parts = groups.flatMap((group) => {
      if (counts[group] === 0) return []
      const part = make('i', '', group)
      part.style.flexGrow = String(counts[group])
      return [part]
    })
    const bar = holding('span', 'column', parts)
    const total = groups.reduce((sum, group) => sum + counts[group], 0)
    bar.style.height = total === 0 ? '0' : `max(6px, ${(100 * total) / highest}%)`
    return bar
  }
  return {
    of: ({ timeline }) => timeline,
    draw: ({ windowMs, columns }) => {
      const totals = columns.map((counts) => groups.reduce((sum, group) => sum + counts[group], 0))
      const highest = Math.max(1, ...totals)
      const sums = groups.map((group) => ({
        group,
        count: columns.reduce((sum, counts) => sum + counts[group], 0),
      }))
      at('timeline').replaceChildren(...columns.map((counts) => column(counts, highest)))
      at('window').textContent = `${duration(windowMs)} ago`
      at('legend').replaceChildren(
        ...sums.map(({ group, count }) =>
          holding('li', count === 0 ? 'dim' : '', [make('i', '', group), make('span', `${count} ${group}`)]),
        ),
      )
    },
  }
}
