import * as core from '@bando/core'
import type { Places } from './suite.ts'
import { playAll } from './suite.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await playAll(core, (await request.json()) as Places))
  },
}
