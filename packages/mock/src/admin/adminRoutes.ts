import * as v from 'valibot'
import { fingerprint } from '../accounts/fingerprint.ts'
import { json, type Answer } from '../answers/Answer.ts'
import type { SettingsPatch } from '../options/parsePatch.ts'
import { page } from '../page/page.ts'
import { pageEvents } from '../page/pageEvents.ts'
import type { RouteTable } from '../routes/Route.ts'
import type { Call } from '../server/Call.ts'
import type { Mock } from '../server/Mock.ts'
import { faultSchema } from '../options/faultSchema.ts'
import { tokenSchema } from '../options/tokenSchema.ts'
import { clockBody, journalQuery, lockBody, scenarioBody, spendBody } from './adminSchemas.ts'
import { journalAnswer } from './journalAnswer.ts'
import { readBody, readQuery } from './readBody.ts'

const done: Answer = { status: 204, headers: {}, body: null }

/** Everything a mock can do from its own process, for others over HTTP. */
export function adminRoutes(mock: Mock): RouteTable {
  return {
    'GET /_mock': () => page,
    'GET /_mock/events': () => pageEvents(mock),
    'GET /_mock/state': () => json(mock.state),
    'GET /_mock/log': async (call) => json(await journalAnswer(mock, call, readQuery(call, journalQuery))),
    'GET /_mock/settings': () => json(mock.settings),
    'PATCH /_mock/settings': async (call) => {
      mock.configure((await readBody(call, v.record(v.string(), v.unknown()))) as SettingsPatch)
      return json(mock.settings)
    },
    'GET /_mock/tokens': () => json(mock.tokens.list()),
    'POST /_mock/tokens': async (call) => {
      const token = mock.tokens.issue(await readBody(call, tokenSchema))
      return json({ token, fingerprint: fingerprint(token) }, 201)
    },
    'POST /_mock/tokens/:name/revoke': (_call, { params }) => {
      mock.tokens.revoke(params['name'] ?? '')
      return done
    },
    'POST /_mock/tokens/:name/expire': (_call, { params }) => {
      mock.tokens.expire(params['name'] ?? '')
      return done
    },
    'POST /_mock/spend': async (call) => {
      const { who, requests } = await readBody(call, spendBody)
      mock.spend(who, requests)
      return done
    },
    'POST /_mock/lock': async (call) => {
      const { who, forMs } = await readBody(call, lockBody)
      mock.lock(who, forMs)
      return done
    },
    'POST /_mock/unlock': async (call) => {
      mock.unlock((await readBody(call, lockBody)).who)
      return done
    },
    'GET /_mock/clock': () => json(clockOf(mock)),
    'PATCH /_mock/clock': async (call) => json(await moveClock(mock, call)),
    'GET /_mock/faults': () => json(mock.faults.list()),
    'POST /_mock/faults': async (call) =>
      json({ id: mock.faults.add(await readBody(call, faultSchema)) }, 201),
    'POST /_mock/faults/next': async (call) =>
      json({ id: mock.faults.next(await readBody(call, faultSchema)) }, 201),
    'DELETE /_mock/faults': () => {
      mock.faults.clear()
      return done
    },
    'DELETE /_mock/faults/:id': (_call, { params }) => {
      mock.faults.remove(Number(params['id']))
      return done
    },
    'POST /_mock/scenario': async (call) => json(mock.play((await readBody(call, scenarioBody)).name)),
    'POST /_mock/reset': () => {
      mock.reset()
      return done
    },
  }
}

async function moveClock(mock: Mock, call: Call): Promise<ReturnType<typeof clockOf>> {
  const { advanceMs, frozen, scale } = await readBody(call, clockBody)
  if (scale !== undefined) mock.clock.setScale(scale)
  if (frozen === true) mock.clock.freeze()
  if (frozen === false) mock.clock.resume()
  if (advanceMs !== undefined) mock.advance(advanceMs)
  return clockOf(mock)
}

function clockOf({ clock }: Mock): { now: number; frozen: boolean; scale: number } {
  return { now: clock.now(), frozen: clock.frozen, scale: clock.scale }
}
