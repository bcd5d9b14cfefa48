/** A log level that is off. The client writes nothing for it. */
export const silent = (): void => {}
