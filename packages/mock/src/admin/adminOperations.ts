import { fingerprint } from '../accounts/fingerprint.ts'
import { faultSchema } from '../options/faultSchema.ts'
import { patchSchema, settingsSchema } from '../options/settingsSchema.ts'
import { tokenSchema } from '../options/tokenSchema.ts'
import { page } from '../page/page.ts'
import { pageEvents } from '../page/pageEvents.ts'
import type { Mock } from '../server/Mock.ts'
import { medium, operation, type AdminOperation } from './AdminOperation.ts'
import {
  armedReply,
  clockReply,
  faultsReply,
  issuedReply,
  journalReply,
  playedReply,
  stateReply,
  tokensReply,
} from './adminReplies.ts'
import {
  anyObject,
  clockBody,
  journalQuery,
  lockBody,
  scenarioBody,
  spendBody,
  tierBody,
  unlockBody,
} from './adminSchemas.ts'
import { journalAnswer } from './journalAnswer.ts'

/** Returns the operations that drive the mock over HTTP, by `'METHOD /path/:param'`. */
export function adminOperations(mock: Mock): Readonly<Record<string, AdminOperation>> {
  const clock = () => ({ now: mock.clock.now(), frozen: mock.clock.frozen, scale: mock.clock.scale })
  return {
    'GET /_mock': medium('A page that shows and drives the mock.', 'text/html', () => page),
    'GET /_mock/events': medium(
      'The state of the mock, at each change.',
      'text/event-stream',
      pageEvents(mock),
    ),
    'GET /_mock/state': operation({
      summary: 'The state of the budgets and lockouts.',
      reply: stateReply,
      run: () => mock.state,
    }),
    'GET /_mock/log': operation({
      summary: 'The last requests, filtered; the nearest, if none matches.',
      query: journalQuery,
      reply: journalReply,
      run: ({ query, call }) => journalAnswer(mock, call, query),
    }),
    'GET /_mock/settings': operation({
      summary: 'The present settings.',
      reply: settingsSchema,
      run: () => mock.settings,
    }),
    'PATCH /_mock/settings': operation({
      summary: 'Changes settings. A change to how requests are counted resets all counts.',
      body: anyObject,
      describedBody: patchSchema,
      reply: settingsSchema,
      run: ({ body }) => {
        mock.configure(body)
        return mock.settings
      },
    }),
    'GET /_mock/tokens': operation({
      summary: 'Every token, by its fingerprint.',
      reply: tokensReply,
      run: () => mock.tokens.list(),
    }),
    'POST /_mock/tokens': operation({
      summary: 'Issues a token. Only this response shows it.',
      body: tokenSchema,
      status: 201,
      reply: issuedReply,
      run: ({ body }) => {
        const token = mock.tokens.issue(body)
        return { token, fingerprint: fingerprint(token) }
      },
    }),
    'POST /_mock/tokens/:name/revoke': operation({
      summary: 'Revokes a token, given as itself or its fingerprint.',
      run: ({ params }) => mock.tokens.revoke(params['name'] ?? ''),
    }),
    'POST /_mock/tokens/:name/expire': operation({
      summary: 'Makes a token expire, given as itself or its fingerprint.',
      run: ({ params }) => mock.tokens.expire(params['name'] ?? ''),
    }),
    'PATCH /_mock/tokens/:name': operation({
      summary: "Sets a token's limit, or the mock's own if none is given. Resets its budget.",
      body: tierBody,
      run: ({ body, params }) => mock.tokens.setLimit(params['name'] ?? '', body.limit),
    }),
    'POST /_mock/spend': operation({
      summary: 'Counts requests of a caller without sending them.',
      body: spendBody,
      run: ({ body }) => mock.spend(body.who, body.requests),
    }),
    'POST /_mock/lock': operation({
      summary: 'Locks an owner or an address for `forMs`, or for as long as the lockout rule says.',
      body: lockBody,
      run: ({ body }) => mock.lock(body.who, body.forMs),
    }),
    'POST /_mock/unlock': operation({
      summary: 'Ends a lock, and forgets the failures that caused it.',
      body: unlockBody,
      run: ({ body }) => mock.unlock(body.who),
    }),
    'GET /_mock/clock': operation({ summary: "The mock's time.", reply: clockReply, run: clock }),
    'PATCH /_mock/clock': operation({
      summary: 'Freezes, resumes, scales or advances time.',
      body: clockBody,
      reply: clockReply,
      run: ({ body: { advanceMs, frozen, scale } }) => {
        // Runs first, because it may be refused. A refused request must change nothing.
        if (advanceMs !== undefined) mock.advance(advanceMs)
        if (scale !== undefined) mock.clock.setScale(scale)
        if (frozen === true) mock.clock.freeze()
        if (frozen === false) mock.clock.resume()
        return clock()
      },
    }),
    'GET /_mock/faults': operation({
      summary: 'The active faults, in the order in which they are tried.',
      reply: faultsReply,
      run: () => mock.faults.list(),
    }),
    'POST /_mock/faults': operation({
      summary: 'Adds a fault.',
      body: faultSchema,
      status: 201,
      reply: armedReply,
      run: ({ body }) => ({ id: mock.faults.add(body) }),
    }),
    'POST /_mock/faults/next': operation({
      summary: 'Adds a fault for the next matching request, ahead of all others.',
      body: faultSchema,
      status: 201,
      reply: armedReply,
      run: ({ body }) => ({ id: mock.faults.next(body) }),
    }),
    'DELETE /_mock/faults': operation({ summary: 'Removes every fault.', run: () => mock.faults.clear() }),
    'DELETE /_mock/faults/:id': operation({
      summary: 'Removes a fault.',
      run: ({ params }) => mock.faults.remove(Number(params['id'])),
    }),
    'POST /_mock/scenario': operation({
      summary: 'Puts the mock into a named situation, and returns the new tokens.',
      body: scenarioBody,
      reply: playedReply,
      run: ({ body }) => mock.play(body.name),
    }),
    'POST /_mock/reset': operation({
      summary: 'Restores the state at the start. Issued tokens stay.',
      run: () => mock.reset(),
    }),
  }
}
