import { createBando, memoryStore } from '@bando/core'
import { BandoProvider, useBandoQuery } from '@bando/react'
import { BandoDevtools as InDevelopment } from '@bando/react/devtools'
import { BandoDevtools } from '@bando/react/devtools/production'
import { act, render, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { providers } from '../../test/render.tsx'
import { startMock } from '../../test/startMock.ts'

const shadow = (): ShadowRoot => document.querySelector('[data-bando-devtools]')?.shadowRoot as ShadowRoot
const text = (): string => shadow().querySelector('aside')?.textContent ?? ''
const Read = (): ReactNode => useBandoQuery('/coolness').data?.of

it('shows the budget, the status of the token and the responses, but not the token', async () => {
  const { bando, token } = await startMock()
  render(
    <>
      <Read />
      <BandoDevtools initialIsOpen />
    </>,
    { wrapper: providers(bando) },
  )
  await waitFor(() => expect(text()).toContain('token verified'))
  expect(text()).toMatch(/99.*100 per 1:00:00 h/)
  expect(text()).toContain('GET /coolness')
  expect(shadow().innerHTML).not.toContain(token)
})

it('opens by its button, and closes by Escape with the focus back on it', async () => {
  const { bando } = await startMock()
  render(<BandoDevtools />, { wrapper: providers(bando) })
  const button = shadow().querySelector<HTMLButtonElement>('.toggle')
  expect(text()).toBe('')
  act(() => button?.click())
  expect(button?.getAttribute('aria-expanded')).toBe('true')
  expect(text()).toContain('No call waits.')
  const panel = shadow().querySelector('aside')
  act(() => void panel?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })))
  expect(text()).toBe('')
  expect(shadow().activeElement).toBe(button)
})

it('lists the calls that wait, without those that were cancelled', async () => {
  const { bando } = await startMock({}, { limit: { requests: 1, windowMs: 3_600_000 }, maxWaitMs: Infinity })
  await bando.get('/coolness')
  const { rerender } = render(<BandoDevtools initialIsOpen />, { wrapper: providers(bando) })
  rerender(
    <>
      <BandoDevtools initialIsOpen />
      <Read />
    </>,
  )
  await waitFor(() => expect(text()).toMatch(/1 waiting for a permit.*GET \/coolness.*in 1:00:0\d h/))
  rerender(<BandoDevtools initialIsOpen />)
  await waitFor(() => expect(text()).toContain('No call waits.'))
})

it('renders nothing on a server', () => {
  const bando = createBando({ store: memoryStore() })
  const html = renderToString(
    <BandoProvider client={bando}>
      <BandoDevtools initialIsOpen />
    </BandoProvider>,
  )
  expect(html).toBe('')
})

it('is the same component in development', () => {
  expect(InDevelopment).toBe(BandoDevtools)
})
