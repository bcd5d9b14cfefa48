import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { Agent, request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { ask } from '../running/ask.ts'
import { ended, startCommand } from '../running/startCommand.ts'

/** A connection of its own. */
function held(url: string, text: string): Socket {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  if (text !== '') socket.write(text)
  return socket
}

/** A reset is an end like any other. */
function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.resume().once('close', () => resolve()))
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s closes every connection, frees the port, and exits with 0',
  async (signal) => {
    await using command = await startCommand()
    const { url } = command
    await ask(url, {
      method: 'POST',
      path: '/_mock/faults',
      body: JSON.stringify({ path: '/never', breakage: 'drop' }),
    })
    const answered = held(url, get('/coolness'))
    const streamed = held(url, get('/_mock/events'))
    await Promise.all([once(answered, 'data'), once(streamed, 'data')])
    const unanswered = held(url, get('/never'))
    await expect.poll(async () => (await ask(url, { path: '/_mock/log' })).text).toContain('/never')
    const silent = held(url, '')
    const closed = [answered, streamed, unanswered, silent].map(closing)

    command.process.kill(signal)
    expect(await ended(command)).toMatchObject({ code: 0, err: '' })
    await Promise.all(closed)
    const next = createServer().listen(Number(new URL(url).port), '127.0.0.1')
    await once(next, 'listening')
    next.close()
  },
)

test('the certificate file is removed with the server', async () => {
  await using command = await startCommand(['--tls', '--admin-port', '0'])
  const { url, adminUrl, certificate = '', tokens } = command
  const dispatcher = new Agent({ connect: { ca: await readFile(certificate, 'utf8') } })
  onTestFinished(() => dispatcher.close())
  const headers = { authorization: `Bearer ${tokens.standard}` }
  const { statusCode, body } = await request(`${url}/coolness`, { dispatcher, headers })
  expect([url.slice(0, 8), statusCode, await body.json()]).toEqual([
    'https://',
    200,
    { coolness: 100, of: 'bando' },
  ])
  expect((await request(`${adminUrl}/_mock/state`, { dispatcher })).statusCode).toBe(200)
  await expect(request(`${url}/coolness`)).rejects.toThrow(/self.signed/)

  command.process.kill('SIGTERM')
  expect((await ended(command)).code).toBe(0)
  expect(existsSync(certificate)).toBe(false)
})

test('the command ends when the reader of its output exits', async () => {
  await using command = await startCommand()
  command.process.stdout?.destroy()
  await ask(command.url)
  expect(await ended(command)).toMatchObject({ code: 0, err: '' })
})
