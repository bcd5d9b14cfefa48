import type { Readable } from 'node:stream'
import type { AxiosResponse } from 'axios'

/** A response whose body is Node's own stream. */
export type NodeResponse = AxiosResponse<Readable>

/** Cleans what a request or its body fails with: without the request, and so without the token. */
export type Bare = (failure: unknown) => Error

/** Takes a response with its body, which need not become a web stream then. */
export interface ResponseKeeper {
  keep(response: NodeResponse, bare: Bare): void
}

/** What the transport is given, beside the options of `fetch`. */
export interface KeeperInit extends RequestInit {
  readonly keeper?: ResponseKeeper
}
