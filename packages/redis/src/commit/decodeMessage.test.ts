import { expect, it } from 'vitest'
import { decodeMessage } from './decodeReply.ts'

it('a message of a commit has its state, and the member that is first in line', () => {
  const state = { stamp: 'm.1', version: 6, at: 1.5, knownAt: 2.5, text: 'a text\nof two lines' }
  expect(decodeMessage('v2 >other m.1 6 1.5 2.5 a text\nof two lines')).toEqual({
    first: 'other',
    time: 2.5,
    state,
  })
  expect(decodeMessage('v2 > m.1 6 1.5 2.5 ')).toEqual({
    first: '',
    time: 2.5,
    state: { ...state, text: '' },
  })
})

it('a message may tell only who is first in line', () => {
  expect(decodeMessage('v2 >other 2.5')).toEqual({ first: 'other', time: 2.5, state: undefined })
  expect(decodeMessage('v2 > 2.5')).toEqual({ first: '', time: 2.5, state: undefined })
})

it.each(['', 'm.1 6 1.5 2.5 text', 'v3 >other 2.5', 'v2 other 2.5', 'v2 >other m.1 6 1.5'])(
  'another message says nothing: %j',
  (message) => {
    expect(decodeMessage(message)).toBeUndefined()
  },
)
