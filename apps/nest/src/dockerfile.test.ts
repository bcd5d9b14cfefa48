import { readFile } from 'node:fs/promises'
import { validate } from 'dockerfile-utils'
import { expect, it } from 'vitest'

it('the Dockerfile is one that an engine takes, and its process is not root', async () => {
  const content = await readFile('Dockerfile', 'utf8')
  expect(validate(content)).toEqual([])
  const running = content.slice(content.lastIndexOf('\nFROM '))
  expect(running).toContain('\nUSER node\n')
  expect(running).toContain('\nENTRYPOINT ["node", "/service/dist/main.js"]\n')
})
