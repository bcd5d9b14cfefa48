/**
 * Thrown for an invalid option. The message names the option, what it accepts and what it was
 * given.
 */
export class MockOptionError extends TypeError {
  override readonly name = 'MockOptionError'
}
