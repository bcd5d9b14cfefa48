/** The colours and weights that the command writes in. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'magenta'

/** Gives a text its colour, where there is any. */
export type Paint = (style: Style, text: string) => string
