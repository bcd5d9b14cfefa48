import { createMock } from '@bando/mock'
import { askMock } from './askMock.ts'

export default {
  async fetch(): Promise<Response> {
    return Response.json(await askMock(createMock))
  },
}
