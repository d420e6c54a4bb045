/** Openings remembered of one stream. */
const maxOpenings = 1000;

type Opening = {readonly connection: number; readonly at: number};

/** Remembers which connections carry the same stream, to tell of those that have no end in the capture. */
export const createOverlaps = () => {
	const openings = new Map<string, Opening[]>();
	return {
		/** A connection carries a book, since it opened. */
		note(book: string, opening: Opening) {
			const known = openings.get(book) ?? [];
			openings.set(book, known);
			if (known.some(({connection}) => connection === opening.connection)) return;
			if (known.length < maxOpenings) known.push(opening);
		},
		/** What is to be said of connections that are open at the end, each in a sentence. */
		notices: (isOpen: (connection: number) => boolean, toPlace: (t: number) => string) =>
			[...openings].flatMap(([book, known]) =>
				known.flatMap(({connection, at}) => {
					const later = known.find(other => other.connection !== connection && other.at >= at);
					if (!later || !isOpen(connection) || (later.at === at && later.connection < connection))
						return [];
					const place = toPlace(later.at);
					return [
						`${book}: connection ${connection} has no end, and connection ${later.connection} opens the same stream at ${place}`,
					];
				}),
			),
	};
};
