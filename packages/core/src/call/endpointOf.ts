import { id } from '../credentials/credentialId.ts'
import type { WireRequest } from '../request/WireRequest.ts'

/** Names the endpoint of a request: a hash of its method and its path or template, since a path may hold the token (P4). */
export function endpointOf({ method, url, template }: WireRequest): string {
  return id(`${method} ${template ?? url.pathname}`)
}
