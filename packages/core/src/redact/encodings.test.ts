import { afterEach, expect, it, vi } from 'vitest'
import { encodings } from './encodings.ts'

afterEach(() => void vi.unstubAllGlobals())

it.each([
  ['bando_secret', ['62616e646f5f736563726574', 'YmFuZG9fc2VjcmV0', 'JhbmRvX3NlY3Jld', 'iYW5kb19zZWNyZX']],
  [
    'bando_secret1',
    ['62616e646f5f73656372657431', 'YmFuZG9fc2VjcmV0M', 'JhbmRvX3NlY3JldD', 'iYW5kb19zZWNyZXQx'],
  ],
  [
    'bando_secrets2',
    ['62616e646f5f7365637265747332', 'YmFuZG9fc2VjcmV0cz', 'JhbmRvX3NlY3JldHMy', 'iYW5kb19zZWNyZXRzM'],
  ],
])('lists %s in base64 at three offsets, without characters of its neighbours', (token, forms) => {
  expect(encodings(token)).toEqual(forms)
})

it('lists base64 and base64url if the two differ', () => {
  expect(encodings('ban?do>sec~?')).toEqual([
    '62616e3f646f3e7365637e3f',
    'YmFuP2RvPnNlY34/',
    'Jhbj9kbz5zZWN+P',
    'iYW4/ZG8+c2Vjfj',
    'YmFuP2RvPnNlY34_',
    'Jhbj9kbz5zZWN-P',
    'iYW4_ZG8-c2Vjfj',
  ])
})

it('lists an encoding of eight characters, and leaves out a shorter one', () => {
  expect(encodings('band')).toEqual(['62616e64'])
  expect(encodings('ban')).toEqual([])
})

it('lists the hexadecimal form alone if the runtime has no base64', () => {
  vi.stubGlobal('btoa', undefined)
  expect(encodings('bando_secret')).toEqual(['62616e646f5f736563726574'])
})
