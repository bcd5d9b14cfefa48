/** What is wrong with a request: a sentence, and a few words for each field, by its path. */
export interface Misfit {
  readonly detail: string
  readonly fields: Readonly<Record<string, string>>
}

export function misfit(fields: Readonly<Record<string, string>>): Misfit {
  const told = Object.entries(fields).map(([path, reason]) => `${path} ${reason}`)
  return {
    detail: `The request does not fit: ${told.join('; ')}. Write to api@bando.cool if it should.`,
    fields,
  }
}
