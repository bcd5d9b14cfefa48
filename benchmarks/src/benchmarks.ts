import { budget } from './budget/budget.ts'
import type { Benchmark } from './frame/Benchmark.ts'
import { lockout } from './lockout/lockout.ts'
import { mock } from './mock/mock.ts'
import { nest } from './nest/nest.ts'
import { queue } from './queue/queue.ts'
import { react } from './react/react.ts'
import { redis } from './redis/redis.ts'
import { request } from './request/request.ts'
import { rxjs } from './rxjs/rxjs.ts'
import { size } from './size/size.ts'
import { stores } from './stores/stores.ts'

/** All benchmarks, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  request,
  queue,
  budget,
  lockout,
  stores,
  redis,
  react,
  nest,
  rxjs,
  mock,
  size,
]
