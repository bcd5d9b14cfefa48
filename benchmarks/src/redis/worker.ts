import { input, report } from '../process/worker.ts'
import type { CandidateName } from './candidates.ts'
import { candidates } from './candidates.ts'
import type { Load } from './measure.ts'
import { measure } from './measure.ts'

export interface Input {
  readonly candidate: CandidateName
  readonly url: string
  readonly load: Load
}

const { candidate, url, load } = input as Input
await report({ ...(await measure(url, candidates[candidate], load)) })
