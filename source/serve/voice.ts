import type {OrderBook} from '../book/order-book.js';
import type {FaultSite} from '../simulator/fault-site.js';
import type {LoopbackOptions} from '../simulator/loopback-server.js';
import type {Feed} from './feeds.js';

/** What an exchange's voice speaks of. */
export type VoicePort = {
	readonly site: FaultSite;
	/** By the name that readers of recordings give it; null where the capture has no such topic. */
	feed(name: string): Feed | null;
	/** As it is at the moment; null while it is not proven. `channel`: its place among the exchange's, @default 0 */
	book(symbol: string, channel?: number): OrderBook | null;
	/** The last snapshot that was recorded of a book, as it came by REST; null before the first. */
	recorded(symbol: string): string | null;
	/** How many messages of the exchange's books turned out to be missing so far. */
	losses(): number;
};

/** How one exchange speaks: its protocol on websockets, and its REST interface. */
export type Voice = {
	readonly accept: LoopbackOptions['accept'];
	/** A book's answer to a request by REST; null while it is not proven. */
	snapshot(symbol: string, url: URL): string | null;
	/** The answer to what time it is; null where the exchange has none. */
	time(now: number): string | null;
};

export type CreateVoice = (port: VoicePort) => Voice;

/** The levels a side that a request asks for. */
export const levelsIn = (url: URL, name: string, usual: number): number => {
	const asked = Number(url.searchParams.get(name) ?? usual);
	return Number.isInteger(asked) && asked > 0 ? asked : usual;
};

/** Digits behind the point in a number that a message has at first under a name. */
export const digitsIn = (text: string | null, name: string): number =>
	new RegExp(`"${name}"\\s*:\\s*"?\\d+\\.(\\d+)`).exec(text ?? '')?.[1]?.length ?? 0;
