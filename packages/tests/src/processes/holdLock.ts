import { hostname } from 'node:os'
import { DatabaseSync } from 'node:sqlite'

// node holdLock.ts <database>: stands still inside a transaction, after it has said so, and its
// host name.
const [, , path = ''] = process.argv
const database = new DatabaseSync(path)
database.exec('BEGIN IMMEDIATE')
process.stdout.write(`${hostname()}\ninside\n`)
process.kill(process.pid, 'SIGSTOP')
// Goes on after SIGCONT.
database.exec('ROLLBACK')
setInterval(() => {}, 1000)
process.stdout.write('outside\n')
