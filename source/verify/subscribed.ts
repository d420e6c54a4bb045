/** Symbols of one connection; more are nobody's recording, and tell nothing. */
const mostSymbols = 10_000;

/** The symbols of what was asked for on a connection; none where the capture does not tell. */
export const createSubscribed = (atOnce: Iterable<string>) => {
	const symbols = new Set(atOnce);
	return {
		add(symbol: string) {
			if (symbols.size < mostSymbols) symbols.add(symbol);
		},
		/** Whether a symbol is known not to have been asked for. */
		lacks: (symbol: string): boolean =>
			symbols.size > 0 && symbols.size < mostSymbols && !symbols.has(symbol),
	};
};
