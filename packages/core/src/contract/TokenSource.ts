/** Where the token comes from: itself, or a function that is asked for it. */
export type TokenSource = string | (() => string | Promise<string>)
