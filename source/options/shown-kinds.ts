/** What the lines of `watch` can be of. */
export const shownKinds = ['books', 'trades', 'edge', 'merged'] as const;
export type ShownKind = (typeof shownKinds)[number];
