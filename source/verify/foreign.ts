/** One message, or so many. */
export const toCount = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

/** Counts messages about markets that were not subscribed to. */
export const createForeign = () => {
	/** By exchange, with the channel of the first. */
	const foreign = new Map<string, {readonly count: number; readonly first: string}>();
	return {
		add(exchange: string, channel: string) {
			const known = foreign.get(exchange);
			foreign.set(exchange, {count: (known?.count ?? 0) + 1, first: known?.first ?? channel});
		},
		notices: (): readonly string[] =>
			Array.from(
				foreign,
				([exchange, {count, first}]) =>
					`${exchange}: ${toCount(count)} about markets not subscribed to, first ${first}`,
			),
	};
};
