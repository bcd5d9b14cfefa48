// @vitest-environment happy-dom
import { createBando, memoryStore } from '@bando/core'
import { createMock } from '@bando/mock'
import { render, screen } from '@testing-library/react'
import { expect, it, onTestFinished } from 'vitest'
import { App } from '../examples/react.tsx'

it("runs the README's example of React", async () => {
  const { url, close } = await createMock().listen()
  const bando = createBando({ baseUrl: url, store: memoryStore() })
  onTestFinished(async () => {
    await bando.close()
    await close()
  })
  render(<App bando={bando} />)
  const shown = screen.findByText(/Coolness \d+, 59 requests left/, {}, { timeout: 300_000 })
  expect(await shown).toBeDefined()
})
