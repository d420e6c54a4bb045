import type {RunningMarket} from '../market-runner.js';
import type {Catalogue} from './catalogue.js';

/** Something of a market that can be subscribed to. */
export type Stream = {
	/** Of what is told. Those of books are named by `bookChannel`, others as the exchange likes. */
	readonly channel: string;
	/** What a subscription begins with; null for nothing. */
	first(): string | null;
	/** Whether what it begins with may come again at any time. @default false */
	readonly isWhole?: boolean;
	/** Returns the way to leave. */
	follow(listener: (text: string) => void): () => void;
};

export type Streams<Kind extends string> = {
	/** Null for a market that is not listed. Where it is halted, nothing follows. */
	find(kind: Kind, symbol: string): Stream | null;
};

export const bookChannel = (symbol: string) => `book:${symbol}`;

/** The symbol of a channel of books; null for others. */
export const symbolOfBook = (channel: string): string | null =>
	/^book:(.+)$/.exec(channel)?.[1] ?? null;

/** Each stream of each market is made once, so that all connections hear the same. */
export const createStreams = <Kind extends string>(
	catalogue: Catalogue,
	kinds: Readonly<Record<Kind, (market: RunningMarket) => Stream>>,
): Streams<Kind> => {
	const made = new Map<string, Stream>();
	return {
		find(kind, symbol) {
			const listing = catalogue.find(symbol);
			if (!listing) return null;
			const name = `${kind} ${symbol}`;
			const stream = made.get(name) ?? kinds[kind](catalogue.use(listing));
			made.set(name, stream);
			return catalogue.isHalted(listing) ? {...stream, follow: () => () => {}} : stream;
		},
	};
};
