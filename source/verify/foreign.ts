/** One message, or so many. */
export const toCount = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

/** Channels that are told apart. */
const maxChannels = 20;

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

/** Counts messages about books that no client follows. */
export const createUnfollowed = () => {
	/** By exchange and channel. */
	const channels = new Map<string, {count: number; readonly of: string; readonly why: string}>();
	return {
		add(exchange: string, channel: string, {symbol, why}: {symbol: string; why: string}) {
			const known = channels.get(`${exchange} ${channel}`);
			if (known) known.count++;
			else if (channels.size < maxChannels)
				channels.set(`${exchange} ${channel}`, {count: 1, of: `${exchange} ${symbol}`, why});
		},
		notices: (): readonly string[] =>
			Array.from(
				channels,
				([key, {count, of, why}]) =>
					`${of}: ${toCount(count)} of a book that is not followed (${key.split(' ').slice(1).join(' ')}): ${why}`,
			),
	};
};
