import { connect } from 'node:net'

/**
 * Bytes on one connection, past every client's care: resolves once the other side has closed it.
 */
export async function wire(url: string, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  // A reset is an end like any other.
  socket.on('error', () => {})
  for (const part of parts) socket.write(part)
  await new Promise((resolve) => {
    socket.once('close', resolve)
  })
  return text
}
