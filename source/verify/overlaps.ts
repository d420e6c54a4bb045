/** Sentences about one stream, and streams that are told of. */
const maxTold = 3;
const maxBooks = 10;

/** Openings remembered of one stream, and streams. */
const maxOpenings = 1000;
const maxStreams = 10_000;

type Opening = {readonly connection: number; readonly at: number};

/** Remembers which connections carry the same stream, to tell of those that have no end in the capture. */
export const createOverlaps = () => {
	const openings = new Map<string, Opening[]>();

	/** Of one stream, all but the first few as a number. */
	const shorten = (book: string, sentences: readonly string[]): readonly string[] => {
		const more = sentences.length - maxTold;
		if (more <= 0) return sentences;
		return [...sentences.slice(0, maxTold), `${book}: ${more} more connections have no end`];
	};

	const inBooks = (told: readonly (readonly string[])[]): readonly string[] => {
		const more = told.length - maxBooks;
		const others = more > 0 ? [`${more} more streams have connections without an end`] : [];
		return [...told.slice(0, maxBooks).flat(), ...others];
	};

	return {
		/** A connection carries a book, since it opened. */
		note(book: string, opening: Opening) {
			const known = openings.get(book) ?? [];
			if (known.length >= maxOpenings || (known.length === 0 && openings.size >= maxStreams))
				return;
			openings.set(book, known);
			if (known.some(({connection}) => connection === opening.connection)) return;
			known.push(opening);
		},
		/** What is to be said of connections that are open at the end, each in a sentence. */
		notices: (isOpen: (connection: number) => boolean, toPlace: (t: number) => string) => {
			const tellOf = (book: string, known: readonly Opening[]) =>
				known.flatMap(({connection, at}) => {
					const later = known.find(other => other.connection !== connection && other.at >= at);
					if (!later || !isOpen(connection) || (later.at === at && later.connection < connection))
						return [];
					return [
						`${book}: connection ${connection} has no end, and connection ${later.connection} opens the same stream at ${toPlace(later.at)}`,
					];
				});
			const told = Array.from(openings, ([book, known]) => shorten(book, tellOf(book, known)));
			return inBooks(told.filter(sentences => sentences.length > 0));
		},
	};
};
