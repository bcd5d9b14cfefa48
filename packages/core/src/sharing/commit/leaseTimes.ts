/**
 * How long others count on a member after its commit. A request is sent within this time, less a
 * margin (`marginMs`).
 */
export const leaseMs = 5000
export const marginMs = 500
/** A member with attempts commits again when no more of its lease is left. */
export const renewMs = leaseMs / 2
/** How long a member may spend its share after its last commit, if the store fails. */
export const shareMs = 600_000
/** Of a limit that is not smaller, members work with few commits. */
export const largeLimit = 10_000
/** The same, if a member can commit as its process ends, and while no other waits. */
export const largeLimitWithExit = 100
/**
 * No larger part of a limit is held for calls to come: it is lost with a process that is killed.
 */
export const mostSparePart = 1 / 10
