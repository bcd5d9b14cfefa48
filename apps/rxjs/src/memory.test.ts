import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

// The list is larger than the heap. It has long ids, or in nightly runs a million.
const heapMB = 32
const { count, length } =
  process.env['BANDO_RUNS'] === undefined ? { count: 400, length: 100_000 } : { count: 1e6, length: 100 }

/** An API that answers at once, with a limit that never ends the budget. */
const api = `data:text/javascript,${encodeURIComponent(`
  const headers = { ratelimit: '"hour";r=1000000000;t=3600', 'ratelimit-policy': '"hour";q=1000000000;w=3600' }
  globalThis.fetch = async () => Response.json(1, { headers })
`)}`

function* lines(): Generator<string> {
  for (let id = 0; id < count; id += 1) yield `${String(id).padEnd(length, '-')}\n`
}

it(`answers ${count} ids of ${length} letters with a heap of ${heapMB} MB, and resumes with it`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bando-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const run = async (): Promise<string> => {
    const child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${heapMB}`,
        `--import=${api}`,
        '--conditions=@bando/source',
        main,
        '--out',
        join(folder, 'answers.ndjson'),
      ],
      { env: { ...process.env, BANDO_TOKEN: 'bando_x' } },
    )
    const told = text(child.stderr)
    // A child that has ended reads no more.
    await pipeline(Readable.from(lines()), child.stdin).catch(() => {})
    return told
  }
  expect(await run()).toContain(`Done. ${count} answered now, ${count} in all`)
  expect(await run()).toContain(`Done. 0 answered now, ${count} in all`)
})
