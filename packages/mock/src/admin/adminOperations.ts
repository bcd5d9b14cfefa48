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

/** Everything a mock can do from its own process, for others over HTTP; by `'METHOD /path/:param'`. */
export function adminOperations(mock: Mock): Readonly<Record<string, AdminOperation>> {
  const clock = () => ({ now: mock.clock.now(), frozen: mock.clock.frozen, scale: mock.clock.scale })
  return {
    'GET /_mock': medium('A page that shows and drives all of this.', 'text/html', () => page),
    'GET /_mock/events': medium(
      'How things stand, each time they change.',
      'text/event-stream',
      pageEvents(mock),
    ),
    'GET /_mock/state': operation({
      summary: 'Budgets and lockouts as they stand.',
      reply: stateReply,
      run: () => mock.state,
    }),
    'GET /_mock/log': operation({
      summary: 'The last requests, filtered; where none fits, the nearest.',
      query: journalQuery,
      reply: journalReply,
      run: ({ query, call }) => journalAnswer(mock, call, query),
    }),
    'GET /_mock/settings': operation({
      summary: 'Every setting as it stands.',
      reply: settingsSchema,
      run: () => mock.settings,
    }),
    'PATCH /_mock/settings': operation({
      summary: 'Changes settings; where that changes how requests are counted, all counts begin anew.',
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
      summary: 'Issues a token: the one answer that holds it.',
      body: tokenSchema,
      status: 201,
      reply: issuedReply,
      run: ({ body }) => {
        const token = mock.tokens.issue(body)
        return { token, fingerprint: fingerprint(token) }
      },
    }),
    'POST /_mock/tokens/:name/revoke': operation({
      summary: 'Revokes a token, named by itself or its fingerprint.',
      run: ({ params }) => mock.tokens.revoke(params['name'] ?? ''),
    }),
    'POST /_mock/tokens/:name/expire': operation({
      summary: 'Lets a token expire, named by itself or its fingerprint.',
      run: ({ params }) => mock.tokens.expire(params['name'] ?? ''),
    }),
    'PATCH /_mock/tokens/:name': operation({
      summary: "Gives a token another tier, or without a limit the mock's own; its budget begins anew.",
      body: tierBody,
      run: ({ body, params }) => mock.tokens.setLimit(params['name'] ?? '', body.limit),
    }),
    'POST /_mock/spend': operation({
      summary: "Spends so many of a caller's requests.",
      body: spendBody,
      run: ({ body }) => mock.spend(body.who, body.requests),
    }),
    'POST /_mock/lock': operation({
      summary: 'Locks an owner or an address; left out, for as long as the lockout rule says.',
      body: lockBody,
      run: ({ body }) => mock.lock(body.who, body.forMs),
    }),
    'POST /_mock/unlock': operation({
      summary: 'Ends a lock, and forgets the failures that led to it.',
      body: unlockBody,
      run: ({ body }) => mock.unlock(body.who),
    }),
    'GET /_mock/clock': operation({ summary: "The mock's time.", reply: clockReply, run: clock }),
    'PATCH /_mock/clock': operation({
      summary: 'Freezes, resumes, scales or advances time.',
      body: clockBody,
      reply: clockReply,
      run: ({ body: { advanceMs, frozen, scale } }) => {
        // First what may be refused: nothing is done by half.
        if (advanceMs !== undefined) mock.advance(advanceMs)
        if (scale !== undefined) mock.clock.setScale(scale)
        if (frozen === true) mock.clock.freeze()
        if (frozen === false) mock.clock.resume()
        return clock()
      },
    }),
    'GET /_mock/faults': operation({
      summary: 'The faults in force, in the order they are tried.',
      reply: faultsReply,
      run: () => mock.faults.list(),
    }),
    'POST /_mock/faults': operation({
      summary: 'Arms a fault.',
      body: faultSchema,
      status: 201,
      reply: armedReply,
      run: ({ body }) => ({ id: mock.faults.add(body) }),
    }),
    'POST /_mock/faults/next': operation({
      summary: 'Arms a fault for the next request that matches, ahead of all others.',
      body: faultSchema,
      status: 201,
      reply: armedReply,
      run: ({ body }) => ({ id: mock.faults.next(body) }),
    }),
    'DELETE /_mock/faults': operation({ summary: 'Disarms every fault.', run: () => mock.faults.clear() }),
    'DELETE /_mock/faults/:id': operation({
      summary: 'Disarms a fault.',
      run: ({ params }) => mock.faults.remove(Number(params['id'])),
    }),
    'POST /_mock/scenario': operation({
      summary: 'Puts the mock into a situation, and tells the tokens that this brought.',
      body: scenarioBody,
      reply: playedReply,
      run: ({ body }) => mock.play(body.name),
    }),
    'POST /_mock/reset': operation({
      summary: 'Makes it what it was when it was created; issued tokens stay.',
      run: () => mock.reset(),
    }),
  }
}
