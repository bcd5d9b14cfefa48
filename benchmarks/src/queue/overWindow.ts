/** What a worker reports instead of a number if the window opened before all calls had entered. */
export const overWindow = 'over the window'
