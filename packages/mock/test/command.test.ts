import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { Agent, request } from 'undici'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Paint } from '../src/cli/Paint.ts'
import { run } from '../src/cli/run.ts'
import { UsageError } from '../src/config/UsageError.ts'
import { Mock } from '../src/server/Mock.ts'

const plain: Paint = (_style, text) => text

/** Runs the command inside this process, and keeps what it writes. */
async function command(...args: string[]) {
  const written = { out: '', err: '' }
  const listening = await run(
    args,
    {
      out: (text) => (written.out += text),
      err: (text) => (written.err += text),
      paint: plain,
    },
    { environment: {}, directory: import.meta.dirname },
  )
  if (listening) onTestFinished(listening.close)
  return { written, url: listening?.url ?? '' }
}

const firstToken = (text: string): string => /bando_[A-Za-z0-9_]+/.exec(text)?.[0] ?? ''

const status = async (url: string, token: string): Promise<number> =>
  (await fetch(`${url}/coolness`, { headers: { authorization: `Bearer ${token}` } })).status

test('the first token in the banner is a valid standard one', async () => {
  const { written, url } = await command('--port', '0', '--limit', '2/1h')
  expect(written.out).toContain(url)
  const token = firstToken(written.out)
  expect([await status(url, token), await status(url, token), await status(url, token)]).toEqual([
    200, 200, 429,
  ])
})

test('the banner fits on one screen', async () => {
  const { written } = await command('--port', '0')
  expect(written.out.split('\n').length).toBeLessThan(24)
})

test('the banner starts with the export line for a shell', async () => {
  const { written, url } = await command('--port', '0', '--token', 'bando_dev')
  expect(written.out).toContain(`\n  export BANDO_URL=${url} BANDO_TOKEN=bando_dev\n`)
  expect(written.out.indexOf('export ')).toBeLessThan(written.out.indexOf('100/1h'))
})

test('a given token is the standard token', async () => {
  const { written, url } = await command('--port', '0', '--token', 'bando_given_1')
  expect(firstToken(written.out)).toBe('bando_given_1')
  expect(await status(url, 'bando_given_1')).toBe(200)
})

test('every flag reaches the mock', async () => {
  const { written, url } = await command(
    '--port',
    '0',
    '--limit',
    '9/1h',
    '--anonymous-limit',
    '1/1h',
    '--lockout',
    '1/1m/15m',
    '--algorithm',
    'sliding-log',
    '--headers',
    'none',
    '--errors',
    'plain',
  )
  expect(written.out).toMatch(
    /9\/1h[\s\S]*1\/1h[\s\S]*sliding-log[\s\S]*1 failures in 1m lock for 15m[\s\S]*none headers, plain/,
  )
  await fetch(`${url}/coolness`)
  const limited = await fetch(`${url}/coolness`)
  expect([limited.status, limited.headers.get('retry-after'), limited.headers.get('content-type')]).toEqual([
    429,
    null,
    'text/plain; charset=utf-8',
  ])
  expect([await status(url, 'wrong'), await status(url, 'wrong')]).toEqual([401, 403])
})

test('each request is shown on a line, without its token', async () => {
  const { written, url } = await command('--port', '0')
  const token = firstToken(written.out)
  const shown = written.out.length
  await status(url, token)
  const line = written.out.slice(shown)
  expect(line).toMatch(/^ {2}\S+ {2}200 {2}GET +\/coolness {2}[0-9a-f]{16}\n$/)
  expect(line).not.toContain(token)
})

test('--log json writes one object a line', async () => {
  const { written, url } = await command('--port', '0', '--log', 'json')
  const token = firstToken(written.out)
  await status(url, token)
  const events = written.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(events).toMatchObject([
    { event: 'listening', url },
    { event: 'request', status: 200, path: '/coolness' },
  ])
})

test('--help explains every flag', async () => {
  const { written, url } = await command('--help')
  expect(url).toBe('')
  for (const flag of [
    '--port',
    '--host',
    '--limit',
    '--anonymous-limit',
    '--lockout',
    '--algorithm',
    '--headers',
    '--errors',
    '--token',
    '--log',
  ]) {
    expect(written.out).toContain(flag)
  }
})

test.each([
  [
    ['--limit', '5'],
    'Option --limit must be requests and time, such as "100/1h", "20/2s" or "5/500ms", but "5" was given.',
  ],
  [['--lockout', 'never'], 'Option --lockout must be failures, within and for how long, such as "5/1m/15m"'],
  [
    ['--lockout', '5/1m/15m,by=all'],
    'Option "by" of --lockout must be one of "both", "owner", "address", but "all" was given.',
  ],
  [['--algorithm', 'leaky'], 'Option --algorithm must be one of "fixed-window"'],
  [['--host', ''], 'Option --host must be an address, but "" was given.'],
  [['--port', '99999'], 'Option --port must be a whole number from 0 to 65535, but 99999 was given.'],
  [
    ['--lockout', '5/1m/15m,bye=owner'],
    'There is no option "bye" of --lockout. Did you mean "by" of --lockout?',
  ],
  [
    ['--counted', 'limited,all'],
    'Option --counted must be some of "limited,rejected,locked", or "none", but "limited,all" was given.',
  ],
])('%j is refused with what to write instead', async (args, message) => {
  const refused = command(...args)
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow(message)
})

test('an unknown flag is refused with the nearest one', async () => {
  const written: string[] = []
  const output = { out: () => {}, err: (text: string) => written.push(text), paint: plain }
  await expect(run(['--limits', '1/1h'], output)).rejects.toThrow(UsageError)
  expect(written.join('')).toMatch(/unknown option '--limits'[\s\S]*--limit/)
})

test('a token of another form is refused, and the message does not repeat it', async () => {
  const error = await command('--token', 'se cret').catch((error: unknown) => error)
  expect(String(error)).toMatch(/--token must be bando_ followed by/)
  expect(String(error)).not.toContain('se cret')
})

test('a port in use is named, with what to do', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  await expect(command('--port', port)).rejects.toThrow(`Port ${port} on 127.0.0.1 is already in use.`)
})

test.each([
  [80, 'This account may not use port 80. Choose one above 1023: --port 4010.'],
  [81, 'This account may not use port 81. Choose one above 1023: --admin-port 4011.'],
])('of two ports, the one that may not be used is named: %i', async (port, message) => {
  // The error for an account that is not root. The test may run as root.
  const refused = Object.assign(new Error('listen EACCES'), { code: 'EACCES', port })
  const listen = vi.spyOn(Mock.prototype, 'listen').mockRejectedValue(refused)
  onTestFinished(() => listen.mockRestore())
  await expect(command('--port', '80', '--admin-port', '81')).rejects.toThrow(message)
})

test('--tls serves HTTPS, and the banner names the certificate to trust', async () => {
  const { written, url } = await command('--port', '0', '--tls')
  const ca = await readFile(/--cacert (\S+)/.exec(written.out)?.[1] ?? '', 'utf8')
  const dispatcher = new Agent({ connect: { ca } })
  onTestFinished(() => dispatcher.close())
  const { statusCode } = await request(`${url}/coolness`, { dispatcher })
  expect([url.slice(0, 8), statusCode]).toEqual(['https://', 200])
})

test('--admin-port gives /_mock a separate port', async () => {
  const { written, url } = await command('--port', '0', '--admin-port', '0', '--log', 'json')
  const { adminUrl } = JSON.parse(written.out) as { adminUrl: string }
  expect(adminUrl).not.toBe(url)
  const status = async (where: string): Promise<number> => (await fetch(where)).status
  expect([await status(`${url}/_mock/state`), await status(`${adminUrl}/_mock/state`)]).toEqual([404, 200])
  expect([await status(`${url}/coolness`), await status(`${adminUrl}/coolness`)]).toEqual([200, 404])
})
