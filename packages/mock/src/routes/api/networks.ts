import { json } from '../../answers/Answer.ts'
import { networks } from '../../catalogue/networks.ts'
import { paymentTokensOf } from '../../catalogue/paymentTokens.ts'
import type { RouteTable } from '../Route.ts'

/** Serves the networks, inactive ones included, and the payment tokens of each. */
export const networkRoutes: RouteTable = {
  'GET /api/v1/networks/': () => json({ success: true, data: networks }),
  'GET /api/v1/tokens/:networkKey/': (_call, { params, problem }) => {
    const network = networks.find(({ key }) => key === params['networkKey'])
    return network ? json({ success: true, data: paymentTokensOf(network) }) : problem('not-found')
  },
}
