import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spawnCommand, startCommand, type Command } from '../running/startCommand.ts'
import { Api } from './Api.ts'
import { flagsOf } from './flagsOf.ts'
import type { Switches } from './Row.ts'
import { anonymousCounting, counting, refusalsCounted } from './rows/counting.ts'
import { everyAnswer } from './rows/everyAnswer.ts'
import { facts } from './rows/facts.ts'
import { limits } from './rows/limits.ts'
import { lockout } from './rows/lockout.ts'
import { order } from './rows/order.ts'
import { told } from './rows/told.ts'

const table = [
  ...facts,
  ...limits,
  ...counting,
  ...anonymousCounting,
  ...refusalsCounted,
  ...lockout,
  ...told,
  ...everyAnswer,
  ...order,
]
const titled = table.map((row) => ({ title: `${row.row} · ${row.reading}`, ...row }))
/** Only there is the whole of 127.0.0.0/8 this machine's. */
const hasElsewhere = process.platform === 'linux'
const noElsewhere = 'this system has no second loopback address'

describe('the contract, its switches set by flags', () => {
  let flags = ''
  let command: Command | undefined
  afterAll(() => command?.[Symbol.asyncDispose]())

  /**
   * The command that runs with these switches; a row with those of the row before goes on with its
   * process.
   */
  async function commandWith(switches: Switches = {}): Promise<Command> {
    const wanted = flagsOf(switches)
    if (command && flags === wanted.join(' ')) return command
    await command?.[Symbol.asyncDispose]()
    flags = wanted.join(' ')
    return (command = await startCommand(wanted))
  }

  test.for(titled)('$title', async (row, { skip }) => {
    skip(row.elsewhere === true && !hasElsewhere, noElsewhere)
    await row.shows(await freshApi(await commandWith(row.switches)))
  })
})

describe('the contract, its switches set while it runs', () => {
  let command: Command
  beforeAll(async () => {
    command = await startCommand()
  })
  afterAll(() => command[Symbol.asyncDispose]())

  test.for(titled)('$title', async (row, { skip }) => {
    skip(row.elsewhere === true && !hasElsewhere, noElsewhere)
    const api = await freshApi(command)
    await api.admin('PATCH', 'settings', row.switches ?? {})
    await row.shows(api)
  })
})

describe('the table leaves no position of a switch out', () => {
  test.each(['algorithm', 'budgetOf', 'headers', 'errors', 'malformed', 'order'] as const)(
    '%s',
    async (name) => {
      const shown = table.map(({ switches }) => switches?.[name])
      for (const position of await positionsOf({ [name]: '?' })) expect(shown).toContain(position)
    },
  )

  test.each(['by', 'anonymous'])('lockout.%s', async (name) => {
    const shown = table.map(({ switches }) => switches?.lockout && switches.lockout[name])
    for (const position of await positionsOf({ lockout: { [name]: '?' } })) expect(shown).toContain(position)
  })

  test.each(['limited', 'rejected', 'locked'])('counted.%s', (name) => {
    const shown = table.map(({ switches }) => switches?.counted?.[name])
    expect(shown).toEqual(expect.arrayContaining([true, false]))
  })
})

/** The API behind a command, as it was when the command started, its clock standing still. */
async function freshApi(command: Command): Promise<Api> {
  const api = new Api(command)
  await api.admin('POST', 'reset')
  await api.admin('PATCH', 'clock', { frozen: true })
  return api
}

/** What the command itself says a switch may be, when asked for a position that it has not. */
async function positionsOf(switches: Switches): Promise<string[]> {
  await using refused = spawnCommand(flagsOf(switches))
  await once(refused.process, 'close')
  const [list = ''] = /must be one of .*, but/.exec(refused.written.err) ?? []
  const positions = [...list.matchAll(/"([^"]+)"/g)].map(([, position = '']) => position)
  if (positions.length < 2) throw new Error(`It named no positions: ${refused.written.err}`)
  return positions
}
