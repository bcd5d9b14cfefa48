import type { BandoPaths } from '@bando/core'

/**
 * The place at which an app names the description that types the hooks.
 * @example
 * declare module '@bando/react' {
 *   interface Register {
 *     paths: paths
 *   }
 * }
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- augmented by users
export interface Register {}

/** The description that types the hooks: the registered one. @defaultValue `BandoPaths` */
export type RegisteredPaths = Register extends { readonly paths: infer Paths } ? Paths : BandoPaths
