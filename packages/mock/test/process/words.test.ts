import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { algorithms } from '../../src/index.ts'
import { configOptions } from '../../src/config/configOptions.ts'
import { ask } from '../running/ask.ts'
import { bannerOf, ended, spawnCommand, startCommand, type CommandPlace } from '../running/startCommand.ts'

const escape = '\u001b'
const columns = 80
const rows = 24

/** What the command says and how it ends, where it only has to say something. */
async function said(flags: readonly string[], place: CommandPlace = {}) {
  await using command = spawnCommand(flags, place)
  return await ended(command)
}

describe('--help', () => {
  test('fits into 80 columns, on standard output, with 0', async () => {
    const { code, out, err } = await said(['--help'])
    expect([code, err]).toEqual([0, ''])
    expect(out.split('\n').filter((line) => line.length > columns)).toEqual([])
  })

  test('has every flag once, under its group', async () => {
    const { out } = await said(['--help'])
    const shown = out.split('\n').flatMap((line) => /^( {2}-[^ ].*?)(?: {2}|$)/.exec(line)?.[1]?.trim() ?? [])
    const flags = Object.values(configOptions).map(({ flag }) => flag)
    expect(shown).toEqual([...flags, '-c, --config <file>', '-V, --version', '-h, --help'])
    const groups = out.split('\n').filter((line) => /^[A-Z].*:$/.test(line))
    expect(groups).toEqual([
      ...new Set(Object.values(configOptions).map(({ group }) => `${group}:`)),
      'The command:',
      'Examples:',
    ])
  })

  test.each([
    ['--algorithm', algorithms],
    ['--budget-of', ['token', 'owner']],
    ['--counted', ['limited', 'rejected', 'locked', 'none']],
    ['--malformed', ['rejected', 'anonymous']],
    ['--order', ['credentials-first', 'limit-first']],
    ['--headers', ['standard', 'legacy', 'legacy-seconds', 'none']],
    ['--errors', ['problem', 'plain', 'empty']],
    ['--log', ['pretty', 'json', 'none']],
  ] as const)('names everything %s takes', async (flag, choices) => {
    const { out } = await said(['--help'])
    const paragraph = new RegExp(`${flag} [\\s\\S]*?(?=\\n {2}-|\\n\\n)`).exec(out)?.[0] ?? ''
    for (const choice of choices) expect(paragraph.split(/[\s,():]+/)).toContain(choice)
  })

  test('its examples run', async () => {
    const { out } = await said(['--help'])
    const examples = out.split('\n').flatMap((line) => /^ {2}bando-mock(.*?) {2,}/.exec(line)?.[1] ?? [])
    expect(examples.length).toBeGreaterThan(2)
    for (const flags of examples) {
      await using command = await startCommand([...flags.split(' ').filter(Boolean), '--log', 'json'])
      expect(command.url).toMatch(/^https?:\/\/127\.0\.0\.1:\d+$/)
    }
  })
})

test('--version prints the version', async () => {
  expect(await said(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
})

describe('an error is reported in one sentence on standard error, with exit code 1', () => {
  test.each([
    [['--limits', '1/1h'], {}, "bando-mock: unknown option '--limits'\n(Did you mean --limit?)\n"],
    [['--limit'], {}, "bando-mock: option '--limit <n/time>' argument missing\n"],
    [
      ['serve'],
      {},
      'bando-mock: "serve" is not a flag, and bando-mock takes only flags. Leave it out, or run bando-mock --help to see every flag.\n',
    ],
    [['--limit', '5'], {}, 'bando-mock: Option --limit must be requests and time, such as "100/1h", '],
    [
      [],
      { BANDO_MOCK_LIMIT: '5' },
      'bando-mock: Option BANDO_MOCK_LIMIT must be requests and time, such as ',
    ],
    [['--config', 'none.json'], {}, 'bando-mock: There is no file "'],
    [
      ['--port', '4010', '--admin-port', '4010'],
      {},
      "bando-mock: --admin-port must be another port than --port, but both are 4010. Leave it out, and /_mock is on the API's own port.\n",
    ],
    [
      ['--host', 'none.invalid'],
      {},
      'bando-mock: "none.invalid" is not an address of this machine. Use --host ',
    ],
  ] as const)('%j with %j', async (flags, environment, message) => {
    const { code, out, err } = await said(flags, { environment })
    expect([code, out, err.slice(0, message.length)]).toEqual([1, '', message])
    expect(err).not.toMatch(/^ +at /m)
  })

  test.each(['--port', '--admin-port'])('a taken port, by %s', async (flag) => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { code, err } = await said(['--port', '0', flag, String(port)])
    expect([code, err]).toEqual([
      1,
      `bando-mock: Port ${port} on 127.0.0.1 is already in use. Stop the process that listens there, or choose another port: ${flag} 0 takes any free one.\n`,
    ])
  })
})

describe('the output while it runs', () => {
  test('--log json writes only JSON, one object a line, with tokens only in the first', async () => {
    await using command = await startCommand()
    const { url, tokens, written } = command
    await ask(url, { token: tokens.standard, path: `/coolness?of=${tokens.standard}` })
    await ask(url, { token: 'wrong' })
    await expect.poll(() => written.out.trimEnd().split('\n').length).toBe(3)
    const [first, ...requests] = written.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(first).toEqual({ event: 'listening', url, adminUrl: url, tokens, ownTokens: [] })
    expect(requests).toMatchObject([
      { event: 'request', status: 200, path: '/coolness', verdict: 'served' },
      { event: 'request', status: 401, verdict: 'rejected' },
    ])
    expect(JSON.stringify(requests)).not.toContain('bando_')
    expect(written.err).toBe('')
  })

  test('--log none writes only the banner', async () => {
    await using command = spawnCommand(['--port', '0', '--log', 'none'])
    while (!command.written.out.includes('Ctrl+C')) {
      await once(command.process.stdout ?? command.process, 'data')
    }
    const banner = command.written.out
    const url = /http:\S+?(?=\n)/.exec(banner)?.[0] ?? ''
    await ask(url)
    command.process.kill('SIGTERM')
    expect((await ended(command)).out).toBe(banner)
  })

  test.each([[[]], [['--tls', '--admin-port', '0']]])(
    'the banner with %j fits on one screen, wrapped lines included',
    async (flags) => {
      const lines = (await bannerOf(flags)).split('\n')
      const screenLines = lines.map((line) => Math.max(1, Math.ceil(line.length / columns)))
      expect(screenLines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(rows)
    },
  )

  test('the banner names the page only if there is one', async () => {
    expect(await bannerOf([])).toContain('/_mock')
    expect(await bannerOf(['--admin', 'off'])).not.toContain('/_mock')
  })
})

describe('colour', () => {
  test('is off in a file or a pipe, also in continuous integration', async () => {
    expect(await bannerOf([], { environment: { CI: 'true', TERM: 'xterm' } })).not.toContain(escape)
  })

  test('is on with FORCE_COLOR', async () => {
    expect(await bannerOf([], { environment: { FORCE_COLOR: '1' } })).toContain(escape)
  })

  test.for([
    ['some', {}, true],
    ['none with NO_COLOR', { NO_COLOR: '1' }, false],
    ['none where TERM is dumb', { TERM: 'dumb' }, false],
  ] as const)('on a terminal: %s', async ([, environment, isColoured], { skip }) => {
    skip(spawnSync('script', ['--version']).status !== 0, '`script`, which makes a terminal, is not here')
    const text = await terminalBanner({ TERM: 'xterm', ...environment })
    expect(text.includes(escape)).toBe(isColoured)
  })
})

const bin = fileURLToPath(new URL('../../bin/bando-mock.js', import.meta.url))

/** What a terminal shows until the command listens. */
async function terminalBanner(environment: Readonly<Record<string, string>>): Promise<string> {
  const line = `"${process.execPath}" "${bin}" --port 0`
  const terminal = spawn('script', ['-qefc', line, '/dev/null'], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const closed = once(terminal, 'close')
  let text = ''
  terminal.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  while (!text.includes('Ctrl+C')) await once(terminal.stdout, 'data')
  // As a person stops it.
  terminal.stdin.write('\u0003')
  await closed
  return text
}
