/** An option that means nothing: the message names it, what it takes, and what it was given. */
export class MockOptionError extends TypeError {
  override readonly name = 'MockOptionError'
}
