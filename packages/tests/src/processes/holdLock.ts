import { DatabaseSync } from 'node:sqlite'

// node holdLock.ts <database>: stands still inside a transaction, after it has said so.
const [, , path = ''] = process.argv
const database = new DatabaseSync(path)
database.exec('BEGIN IMMEDIATE')
process.stdout.write('inside\n')
process.kill(process.pid, 'SIGSTOP')
// Goes on after SIGCONT.
database.exec('ROLLBACK')
setInterval(() => {}, 1000)
process.stdout.write('outside\n')
