import type { StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Change, CommitContext, Committed, StorePort } from '../../contract/Store.ts'
import { atExit } from './atExit.ts'
import { DatabaseFile } from './DatabaseFile.ts'
import type { OpenDatabase } from './loadSqlite.ts'
import { isBusy, isDamage, mayBeMoved } from './sqliteErrors.ts'

/**
 * A transaction takes less than a millisecond. A process that holds one for this long is stopped.
 */
const giveUpAfterMs = 10_000
const maxPauseMs = 8
/** As a process ends, it waits no longer than this for another's transaction. */
const exitWaitMs = 100
/** How often the database is asked whether another process has written. */
const lookEveryMs = 10
const idleLookEveryMs = 250
/** As often in one commit a damaged or moved database is replaced. */
const mostReplacements = 3

interface Row {
  readonly version: number
  readonly at: number
  readonly text: string
}

/** The rows of a database in `folder`, each changed in a transaction of its own. */
export function sqlitePort(folder: string, openDatabase: OpenDatabase): StorePort {
  const file = new DatabaseFile(folder, openDatabase)
  let watchers = 0

  /** `undefined` if another process is inside a transaction. */
  function transact<Result>(
    key: string,
    change: (state: string | undefined, at: number, version: number) => Change<Result>,
    context: Pick<CommitContext, 'at'>,
  ): Committed<Result> | undefined {
    try {
      const { begin, read, write, commit, rollback } = file.open()
      begin.run()
      try {
        const row = read.get(key) as Row | undefined
        const at = context.at(row?.at ?? 0)
        const before = row?.version ?? 0
        const { next, result } = change(row?.text, at, before)
        const version = next === undefined ? before : before + 1
        if (next !== undefined) write.run(key, version, at, next)
        commit.run()
        return { result, at, version }
      } catch (error) {
        rollBack(rollback)
        throw error
      }
    } catch (error) {
      if (isBusy(error)) return undefined
      throw error
    }
  }

  return {
    async commit(key, change, context) {
      const giveUpAt = performance.now() + giveUpAfterMs
      let replacements = 0
      for (let pauseMs = 0.5; ; pauseMs = Math.min(maxPauseMs, pauseMs * 2)) {
        context.signal.throwIfAborted()
        try {
          const done = transact(key, change, context)
          if (done) return done
        } catch (error) {
          const isReplaceable = isDamage(error) || mayBeMoved(error)
          if (!isReplaceable || replacements === mostReplacements) throw error
          replacements += 1
          const place = isDamage(error) ? file.setAside() : undefined
          if (place === undefined) file.close()
          else context.onDamage(place)
          continue
        }
        if (performance.now() >= giveUpAt)
          throw new Error(
            `${file.path} was locked by another process for ${giveUpAfterMs} ms. Is one stopped?`,
          )
        await sleep(pauseMs * (0.5 + Math.random()), undefined, { signal: context.signal })
      }
    },
    watch(_key, listener, { isWaiting }) {
      watchers += 1
      let last: unknown
      const look = (): void => {
        try {
          const version = file.opened?.dataVersion.get()?.['data_version']
          if (version === last) return
          const isFirst = last === undefined
          last = version
          if (!isFirst) listener()
        } catch {
          // Whatever is wrong with it, a commit finds out.
          listener()
        }
      }
      look()
      const timer = setInterval(look, isWaiting ? lookEveryMs : idleLookEveryMs)
      if (!isWaiting) timer.unref()
      return () => {
        clearInterval(timer)
        watchers -= 1
        queueMicrotask(() => {
          if (watchers === 0) file.close()
        })
      }
    },
    onExit: (key, last) =>
      atExit(() => {
        try {
          // What was never opened, or is not there any more, has nothing of this process.
          const { opened } = file
          if (opened === undefined) return
          const commit = last()
          if (commit === undefined) return
          opened.database.exec(`PRAGMA busy_timeout = ${exitWaitMs}`)
          transact(key, commit.change, commit.context)
        } catch {
          // What it holds goes back when its lease ends. The process ends as it would without us.
        }
      }),
  }
}

function rollBack(rollback: StatementSync): void {
  try {
    rollback.run()
  } catch {
    // SQLite has done so by itself, as it does on a full disk.
  }
}
