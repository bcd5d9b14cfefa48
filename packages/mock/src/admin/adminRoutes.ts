import { json } from '../answers/Answer.ts'
import type { Route, RouteTable } from '../routes/Route.ts'
import type { Mock } from '../server/Mock.ts'
import { medium, type AdminOperation } from './AdminOperation.ts'
import { adminOperations } from './adminOperations.ts'
import { describeAdmin } from './describeAdmin.ts'

/** Returns the operations of the admin API and their description as routes. */
export function adminRoutes(mock: Mock): RouteTable {
  const operations: Record<string, AdminOperation> = {
    ...adminOperations(mock),
    'GET /_mock/openapi.json': medium('This description.', 'application/json', () =>
      json(describeAdmin(operations)),
    ),
  }
  return Object.fromEntries(Object.entries(operations).map(([key, { answer }]) => [key, route(answer)]))
}

function route(answer: AdminOperation['answer']): Route {
  return (call, { params }) => answer(call, params)
}
