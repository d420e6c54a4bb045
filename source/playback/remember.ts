/** What is remembered of a question: the answers of some hundreds of markets. */
const maxRemembered = 2000;

/** Answers what was asked before without working it out again. */
export const remember = <T>(answer: (text: string) => T): ((text: string) => T) => {
	const known = new Map<string, T>();
	return text => {
		const before = known.get(text);
		if (before !== undefined) return before;
		const found = answer(text);
		if (known.size >= maxRemembered) known.clear();
		known.set(text, found);
		return found;
	};
};
