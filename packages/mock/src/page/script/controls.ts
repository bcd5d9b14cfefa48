import type { Tools } from './tools.ts'

/** Connects the buttons of the page. */
export function controls({ at, say, send, onClick }: Tools): void {
  const chosen = (id: string): string => (at(id) as HTMLSelectElement).value
  const does = (id: string, act: () => Promise<unknown>): void => onClick(at(id), act)
  does('minute', () => send('PATCH', 'clock', { advanceMs: 60_000 }))
  does('quarter', () => send('PATCH', 'clock', { advanceMs: 900_000 }))
  does('hour', () => send('PATCH', 'clock', { advanceMs: 3_600_000 }))
  does('freeze', () => send('PATCH', 'clock', { frozen: document.body.dataset['frozen'] !== 'true' }))
  does('inject', () => {
    const fault = { ...JSON.parse(chosen('fault')), ...JSON.parse(chosen('when')) } as { times?: number }
    return send('POST', fault.times === 1 ? 'faults/next' : 'faults', fault)
  })
  does('play', async () => {
    const name = chosen('scenario')
    const { tokens } = (await send('POST', 'scenario', { name })) as { tokens: Record<string, string> }
    const issued = Object.entries(tokens).map(([owner, token]) => `${owner}: ${token}`)
    say(issued.length === 0 ? `Played: ${name}` : `Issued, shown this once: ${issued.join(', ')}`)
  })
  does('issue', async () => {
    const { token } = (await send('POST', 'tokens', {})) as { token: string }
    say(`Issued, shown this once: ${token}`)
  })
  does('reset', async () => {
    await send('POST', 'reset')
    say('The mock was reset.')
  })
}
