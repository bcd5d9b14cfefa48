import { describe, expect, it } from 'vitest'
import { isBandoError } from '../errors/isBandoError.ts'
import { checkToken } from './checkToken.ts'

describe('a token', () => {
  it.each([
    'bando_abc123',
    'a',
    'A-Z.0_9~+/',
    'eyJhbGciOi.eyJzdWIi.c2ln',
    'abc==',
    'your_secret',
    'not_your-token',
    'bando_dev',
    'bando_your',
    'undefined1',
    'nullable',
    'the-good-one',
    'bando_BANDO_TOKEN_x',
  ])('may be %s', (token) => {
    expect(checkToken(token)).toBe(token)
  })

  it.each<[unknown, RegExp]>([
    [undefined, /must be a string, but is undefined/],
    [null, /must be a string, but is null/],
    [7, /must be a string, but is number/],
    [{ token: 'x' }, /must be a string, but is object/],
    ['', /is empty/],
    ['<bando_api_token>', /placeholder/],
    ['{{token}}', /placeholder/],
    ['${BANDO_TOKEN}', /placeholder/],
    ['$BANDO_TOKEN', /placeholder/],
    ['your-api-token', /placeholder/],
    ['YOUR_TOKEN_HERE', /placeholder/],
    [' <token> ', /placeholder/],
    ['bando_your_token', /placeholder/],
    ['bando_<token>', /placeholder/],
    ['PASTE_YOUR_TOKEN_HERE', /placeholder/],
    ['insert-token-here', /placeholder/],
    ['token_goes_here', /placeholder/],
    ['replace_me', /placeholder/],
    ['changeme', /placeholder/],
    ['CHANGE_ME', /placeholder/],
    ['bando_xxxxxxxx', /placeholder/],
    ['bando_...', /placeholder/],
    ['todo', /placeholder/],
    ['%BANDO_TOKEN%', /placeholder/],
    ['BANDO_TOKEN', /placeholder/],
    ['process.env.BANDO_TOKEN', /placeholder/],
    ['env.BANDO_TOKEN', /placeholder/],
    ['MY_API_TOKEN', /placeholder/],
    ['[token]', /placeholder/],
    ['here', /placeholder/],
    ['apitoken_here', /placeholder/],
    ['api_key_here', /placeholder/],
    ['fill_me_in', /placeholder/],
    ['***', /placeholder/],
    ['a[token]', /character that no bearer token may have/],
    ['[token]a', /character that no bearer token may have/],
    ['a%TOKEN%', /character that no bearer token may have/],
    ['%TOKEN%a', /character that no bearer token may have/],
    ['undefined', /is the text "undefined", which a value that is not set becomes as text/],
    ['null', /is the text "null"/],
    ['NaN', /is the text "NaN"/],
    ['None', /is the text "None"/],
    ['[object Promise]', /is the text "\[object Promise\]"/],
    ['a<token>', /character that no bearer token may have/],
    ['<token>a', /character that no bearer token may have/],
    ['a{{token}}', /character that no bearer token may have/],
    ['{{token}}a', /character that no bearer token may have/],
    ['a${TOKEN}', /character that no bearer token may have/],
    ['${TOKEN}a', /character that no bearer token may have/],
    ['a$TOKEN', /character that no bearer token may have/],
    ['$TOKEN1', /character that no bearer token may have/],
    ['not bearer x', /white space/],
    ['Bearer s3cret', /begins with "Bearer "/],
    ['bearer\ts3cret', /begins with "Bearer "/],
    ['s3cret\n', /white space/],
    [' s3cret', /white space/],
    ['s3 cret', /white space/],
    ['   ', /white space/],
    ['s3cret\u0000', /character that no bearer token may have/],
    ['s3crét', /character that no bearer token may have/],
    ['s3cret"', /character that no bearer token may have/],
    ['s3=cret', /character that no bearer token may have/],
    ['==', /character that no bearer token may have/],
  ])('must not be %j, and is not repeated', (token, message) => {
    let error: unknown
    try {
      checkToken(token)
    } catch (thrown) {
      error = thrown
    }
    expect(isBandoError(error, 'config')).toBe(true)
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
    expect(String(error)).not.toMatch(/s3\s?cr/)
  })
})

it.each([
  'someenv.token',
  'my_API_TOKEN',
  'copypaste-my-key',
  'there',
  'hereby',
  'exchangeme',
  'changeme1',
  'mytodo',
  'todo1',
  'axxx',
  'xxxa',
  'isnull',
])('may be %s, which only contains a placeholder', (token) => {
  expect(checkToken(token)).toBe(token)
})
