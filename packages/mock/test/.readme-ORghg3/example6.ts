import { createMock } from '@bando/mock'
const mock = createMock()
mock.faults.next({ status: 503 })                                   // the next request
mock.faults.add({ path: '/api/v1/*', delayMs: { medianMs: 80, p99Ms: 900 } })
mock.faults.add({ breakage: 'reset-after', probability: 0.1 })      // processed, but the response is lost
mock.faults.add({ breakage: 'half', nth: 3, times: 2 })

export {}
