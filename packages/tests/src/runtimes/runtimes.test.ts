import { fileURLToPath } from 'node:url'
import type { MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { build } from 'tsdown'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Play } from './runtimes.ts'
import { inChromium, inNode, inWorkerd, olderNode } from './runtimes.ts'
import type { Place, Places, ScenarioName } from './suite.ts'
import { scenarioNames } from './suite.ts'

const nodes = [
  ['Node 20', olderNode('node-20')],
  ['Node 22', olderNode('node-22')],
  [`Node ${process.versions.node.split('.')[0]}`, process.execPath],
] as const

const runtimes: readonly (readonly [string, Play | undefined])[] = [
  ...nodes.map(([name, binary]) => [`${name}, imported`, inNode(binary, 'import')] as const),
  ...nodes.map(([name, binary]) => [`${name}, required`, inNode(binary, 'require')] as const),
  ['Chromium', inChromium],
  ['workerd', inWorkerd],
]

/** The requests that must have reached the mock of each scenario, and no others. */
const statuses: Readonly<Record<ScenarioName, unknown>> = {
  served: [200],
  budget: Array.from({ length: 12 }, () => 200),
  abort: [200],
  token: [401],
  dedupe: [200],
  fetch: [201],
  redirect: expect.toBeOneOf([[301], [301, 200]]),
}
const options: Partial<Record<ScenarioName, MockOptions>> = {
  budget: { limit: { requests: 5, windowMs: 300 }, headers: 'none' },
}

beforeAll(async () => {
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const shared = { cwd, config: false, format: 'esm', fixedExtension: false, logLevel: 'error' } as const
  await build({ ...shared, entry: 'inNode.ts', deps: { neverBundle: ['@bando/core'] } })
  for (const entry of ['inBrowser.ts', 'inWorker.ts']) {
    await build({
      ...shared,
      clean: false,
      entry,
      platform: 'neutral',
      deps: { alwaysBundle: ['@bando/core'] },
    })
  }
})

describe.each(runtimes)('on %s', (_, play) => {
  it.skipIf(play === undefined)('every scenario passes, and the API sees what it should', async () => {
    const mocks = scenarioNames.map((name) => ({ name, mock: createMock(options[name]) }))
    const places: Partial<Record<ScenarioName, Place>> = {}
    for (const { name, mock } of mocks) {
      const { url, close } = await mock.listen()
      onTestFinished(close)
      places[name] = { url, token: mock.tokens.issue() }
    }
    expect(await play?.(places as Places)).toEqual(
      Object.fromEntries(scenarioNames.map((name) => [name, 'passed'])),
    )
    const reached = mocks.map(({ name, mock }) => [
      name,
      mock.log.filter(({ method }) => method !== 'OPTIONS').map(({ status }) => status),
    ])
    expect(Object.fromEntries(reached)).toEqual(statuses)
  })
})
