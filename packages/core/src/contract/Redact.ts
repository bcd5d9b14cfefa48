/**
 * Takes the token out of a text from elsewhere. Of a text that was `cut` off, what may be
 * the beginning of the token goes from its end, too.
 */
export type Redact = (text: string, end?: 'whole' | 'cut') => string
