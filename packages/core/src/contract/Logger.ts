/** Port: `console` is one. The token is in nothing that it is given. */
export interface Logger {
  debug(message: string, details?: object): void
  info(message: string, details?: object): void
  warn(message: string, details?: object): void
  error(message: string, details?: object): void
}

/** A log level that is off. The client writes nothing for it. */
export const silent = (): void => {}
