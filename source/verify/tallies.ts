import {createPairs} from './pairs.js';
import {createProof, type Proof} from './proof.js';

/** Messages of one channel, and the longest time between two of them. */
export type ChannelTally = {
	/** Its id. */
	readonly exchange: string;
	/** As the exchange names it. */
	readonly channel: string;
	messages: number;
	/** As they came over the wire. */
	bytes: number;
	/** Milliseconds since the start of the capture. */
	first: number;
	/** Milliseconds since the start of the capture. */
	last: number;
	/** Between two of them. */
	longestSilenceMs: number;
};

/** What became of one book over the whole capture. */
export type BookTally = {
	/** Its id. */
	readonly exchange: string;
	/** The exchange's own name of the market. */
	readonly symbol: string;
	/** Messages about it, acknowledgements and replies included. */
	messages: number;
	/** Times it came into sync. */
	snapshots: number;
	/** Updates that were missing. */
	gaps: number;
	/** Times it was in sync and then needed a new snapshot. */
	resyncs: number;
	/** Connections made for it after one was lost. */
	reconnects: number;
	/** Times the best bid came to stand at or above the best ask. */
	crossed: number;
	/** Snapshots that were older than the updates at hand. */
	unlinked: number;
	/** Snapshots that came while it was in sync and were compared with it. */
	audits: number;
	/** Levels that differed in all of them. */
	differences: number;
	/** Messages that the client could not read. */
	unreadable: number;
	/** Without any sign on its connection, pings included. */
	longestSilenceMs: number;
	/** Milliseconds since the start of the capture; null where there was no silence. */
	longestSilenceAt: number | null;
	/** At the end of the capture. */
	isInSync: boolean;
	/** The recording went over to another market, and did not come back to this one. */
	isLeft: boolean;
	/** At the end of the capture; null without a book. */
	sequence: number | null;
	/** At the end of the capture. */
	levels: {readonly bids: number; readonly asks: number};
	/** Messages with changes that nothing links, and when the first came. */
	changesAlone: {
		count: number;
		/** Milliseconds since the start of the capture. */
		readonly since: number;
	} | null;
	readonly proof: Proof;
};

export const createBookTally = (exchange: string, symbol: string): BookTally => ({
	exchange,
	symbol,
	messages: 0,
	snapshots: 0,
	gaps: 0,
	resyncs: 0,
	reconnects: 0,
	crossed: 0,
	unlinked: 0,
	audits: 0,
	differences: 0,
	unreadable: 0,
	longestSilenceMs: 0,
	longestSilenceAt: null,
	isInSync: false,
	isLeft: false,
	sequence: null,
	levels: {bids: 0, asks: 0},
	changesAlone: null,
	proof: createProof(),
});

/** Different channels counted one by one; what comes after that many is counted together. */
const maxChannels = 500;

export const createChannelTallies = () => {
	const tallies: ChannelTally[] = [];
	const known = createPairs<ChannelTally>();

	/** One that is not known by its name. */
	const begin = (exchange: string, name: string, t: number): ChannelTally => {
		const channel = tallies.length >= maxChannels ? 'others' : name;
		const before = known.get(exchange, channel);
		if (before) return before;
		const tally = {
			...{exchange, channel, messages: 0, bytes: 0},
			...{first: t, last: t, longestSilenceMs: 0},
		};
		known.set(exchange, channel, tally);
		tallies.push(tally);
		return tally;
	};

	return {
		add(exchange: string, name: string, bytes: number, t: number) {
			const tally = known.get(exchange, name) ?? begin(exchange, name, t);
			tally.messages++;
			tally.bytes += bytes;
			tally.longestSilenceMs = Math.max(tally.longestSilenceMs, t - tally.last);
			tally.last = t;
		},
		all: (): readonly ChannelTally[] => tallies,
	};
};
