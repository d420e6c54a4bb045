/** By what the lines of the markets can be sorted, as it is told: the first of them at first. */
export const sortings = ['net', 'name', 'spread', '24 h', 'state'] as const;

export type Sorting = (typeof sortings)[number];
