/** The names of v1, which lists and REST have, by those of v2. */
export const oldNames: Readonly<Record<string, string>> = {BTC: 'XBT', DOGE: 'XDG'};
