import type { Fault } from '../../faults/Fault.ts'
import type { PageEvent } from '../PageEvent.ts'
import type { Panel } from './Panel.ts'
import type { Tools } from './tools.ts'

/** Shows the active faults. */
export function armedFaults({ at, make, holding, send, button }: Tools): Panel<PageEvent['faults']> {
  const what = ({ name, breakage, status, delayMs }: Fault): string => {
    if (name !== undefined) return name
    const late = delayMs === undefined ? [] : ['late']
    return [...late, ...[breakage, status].filter((one) => one !== undefined)].join(', ')
  }
  const when = ({ times, nth, probability, path, method }: Fault): string => {
    const where = [method, path].filter((one) => one !== undefined).join(' ')
    const which =
      times === 1
        ? 'the next'
        : nth !== undefined
          ? `every ${nth}.`
          : probability !== undefined
            ? `${Math.round(probability * 100)} % of all`
            : 'all'
    return `${which} ${where}`.trim()
  }
  const item = ({ id, played, fault }: PageEvent['faults'][number]): Node =>
    holding('li', '', [
      holding('span', 'who', [
        make('strong', what(fault)),
        make('span', `${when(fault)}, played ${played}×`, 'dim'),
      ]),
      button('Remove', `Remove fault ${id}: ${what(fault)}`, () => send('DELETE', `faults/${id}`)),
    ])
  return {
    of: ({ faults }) => faults,
    draw: (faults) => {
      const items = faults.length > 0 ? faults.map(item) : [make('li', 'There are no faults.', 'dim')]
      at('faults').replaceChildren(...items)
    },
  }
}
