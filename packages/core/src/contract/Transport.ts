import type * as platform from './platform.ts'
/**
 * Port: sends one request and resolves with its response, whatever the status; rejects only when
 * there is none. `fetch` is one.
 */
export type Transport = (url: string, init: platform.RequestInit) => Promise<platform.Response>
