import { readFile } from 'node:fs/promises'
import { render, screen } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import App, { Budget, Coolness } from './readmeExample.tsx'
import { providers } from './render.tsx'
import { startMock } from './startMock.ts'

it("the README's example is the file that is compiled here", async () => {
  const readme = await readFile('README.md', 'utf8')
  const example = await readFile('test/readmeExample.tsx', 'utf8')
  expect(readme).toContain(`\`\`\`tsx\n${example}\`\`\``)
})

it("the README's example renders on a server without a request", () => {
  expect(renderToString(<App />)).toBe('<p>Asking …</p><p>60<!-- --> requests left</p>')
})

it("the README's example works", async () => {
  const { bando } = await startMock()
  const Providers = providers(bando)
  render(
    <Providers>
      <Coolness of="bando" />
      <Budget />
    </Providers>,
  )
  expect(screen.getByText('Asking …')).toBeDefined()
  expect(await screen.findByText('bando: 100')).toBeDefined()
  expect(await screen.findByText('99 requests left')).toBeDefined()
})

it('the README names the lowest versions of the peers', async () => {
  const readme = await readFile('README.md', 'utf8')
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as {
    peerDependencies: Record<string, string>
  }
  const lowest = (name: string): string =>
    manifest.peerDependencies[name]?.match(/\d+(\.[1-9]\d*)?/)?.[0] ?? 'none'
  expect(readme).toContain(
    `React ${lowest('react')} or 19, and TanStack Query ${lowest('@tanstack/react-query')} or later`,
  )
})
