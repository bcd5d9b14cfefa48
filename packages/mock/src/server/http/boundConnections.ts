import type { Server, Socket } from 'node:net'

/**
 * Closes the oldest connection if more than `most` are open, so that one client cannot block the
 * others. Returns a function that closes all, those in a TLS handshake included, which the HTTP
 * server does not know.
 */
export function boundConnections(server: Server, most: number): () => void {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    if (open.size <= most) return
    const [first] = open
    first?.destroy()
  })
  return () => {
    for (const socket of open) socket.destroy()
  }
}
