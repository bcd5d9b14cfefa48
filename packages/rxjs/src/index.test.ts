import { expect, it } from 'vitest'
import * as entry from './index.ts'

it('promises these names: one more is a feature, one less breaks users', () => {
  expect(Object.keys(entry).sort()).toEqual([
    'auth$',
    'fromBando',
    'fromEach',
    'limit$',
    'mapToBando',
    'pollBando',
    'queue$',
    'retryWhenOpen',
    'schedulerClock',
    'state$',
    'whenOpen$',
  ])
})
