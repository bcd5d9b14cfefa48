/** A script as Redis runs it. */
export interface Script {
  /** Its command and version. */
  readonly name: string
  readonly keys: number
  readonly sha1: string
  readonly lua: string
}
