import type { Server, Socket } from 'node:net'

/** With more than `most` connections open, lets the one go that was opened first: whoever holds thousands of them holds up nobody else. Returns what ends them all, those amid a TLS handshake included, of which the HTTP server knows nothing. */
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
