/** Whether all that one filter names is named by another: `a.>` covers `a.b.*`. */
export const covers = (filter: string, other: string): boolean => {
	const tokens = filter.split('.');
	const others = other.split('.');
	for (const [index, token] of tokens.entries()) {
		const own = others[index];
		if (own === undefined) return false;
		if (token === '>') return true;
		if (own === '>' || (token !== '*' && token !== own)) return false;
	}
	return tokens.length === others.length;
};
