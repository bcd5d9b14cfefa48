import { expect, it } from 'vitest'
import { createBando } from '../../index.ts'
import { webStore } from './webStore.ts'

it('made while a server renders fails calls, and leaves no handle that keeps the process', async () => {
  const before = process.getActiveResourcesInfo().sort()
  const bando = createBando({ store: webStore(), fetch: () => Promise.resolve(Response.json({})) })
  await expect(bando.get('/a')).rejects.toMatchObject({ code: 'store', sent: false })
  expect(process.getActiveResourcesInfo().sort()).toEqual(before)
  await bando.close()
})
