import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

interface Ended {
  readonly code: number | null
  readonly told: string
}

interface Job {
  readonly ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
}

interface Place {
  readonly mock: Mock
  readonly ids: readonly string[]
  readonly file: string
  readonly answers: () => string
  readonly start: (...args: string[]) => Job
}

async function setUp(count: number): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'bando-'))
  const mock = createMock({ limit: { requests: 1000, windowMs: 3_600_000 } })
  const { url, close } = await mock.listen()
  onTestFinished(async () => {
    await close()
    rmSync(folder, { recursive: true })
  })
  const ids = Array.from({ length: count }, (_, id) => `id-${id}`)
  const file = join(folder, 'ids.txt')
  const out = join(folder, 'answers.ndjson')
  writeFileSync(file, `${ids.join('\n')}\n`)
  const env = { ...process.env, BANDO_TOKEN: mock.tokens.issue(), BANDO_URL: url }
  return {
    mock,
    ids,
    file,
    answers: () => (existsSync(out) ? readFileSync(out, 'utf8') : ''),
    start(...args) {
      const child = spawn(process.execPath, ['--conditions=@bando/source', main, '--out', out, ...args], {
        env,
      })
      if (args.length === 0)
        createReadStream(file)
          .pipe(child.stdin)
          .on('error', () => {})
      let told = ''
      child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
      return {
        ended: once(child, 'close').then(([code]) => ({ code: code as number | null, told })),
        kill: (signal) => void child.kill(signal),
      }
    },
  }
}

const idsOf = (answers: string): string[] =>
  answers
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id)

/** Waits until that many answers are written, or the job has ended. */
async function written({ answers }: Place, count: number, job: Job): Promise<void> {
  let hasEnded = false
  void job.ended.then(() => (hasEnded = true))
  await expect.poll(() => hasEnded || answers().split('\n').length > count).toBe(true)
}

it('answers each id once, though it is killed at random instants and torn lines are left', async () => {
  const place = await setUp(150)
  const [steps = []] = fc.sample(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 6, maxLength: 6 }), 1)
  for (const [index, more] of steps.entries()) {
    // A folder of its own: what was under way in the killed process would count for a minute and
    // a half there.
    const job = place.start('--budget', `${place.file}.${index}`, place.file)
    await written(place, place.answers().split('\n').length + more, job)
    job.kill('SIGKILL')
    await job.ended
  }
  const { code, told } = await place.start('--budget', `${place.file}.last`, place.file).ended
  expect(code).toBe(0)
  expect(told).toContain('150 in all')
  expect(idsOf(place.answers())).toEqual(place.ids)
})

it('stops on SIGINT, and goes on, from stdin too', async () => {
  const place = await setUp(120)
  const job = place.start()
  await written(place, 5, job)
  job.kill('SIGINT')
  const stopped = await job.ended
  expect(stopped).toMatchObject({
    code: 130,
    told: expect.stringContaining('Stopped: the same command goes on'),
  })
  expect(place.answers()).toMatch(/\n$/)
  expect(await place.start().ended).toMatchObject({ code: 0 })
  expect(idsOf(place.answers())).toEqual(place.ids)
})

it('refuses what it cannot work with, and says why', async () => {
  const place = await setUp(3)
  expect(await place.start('--path', '/coolness').ended).toMatchObject({
    code: 2,
    told: expect.stringContaining('needs {id}'),
  })
  expect(await place.start('no-such-file.txt').ended).toMatchObject({
    code: 1,
    told: expect.stringContaining('no-such-file'),
  })
})
