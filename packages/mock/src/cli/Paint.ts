/** The colours and weights of the command's output. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'magenta'

/** Colours a text, if the output has colours. */
export type Paint = (style: Style, text: string) => string
