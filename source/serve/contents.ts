import type {CaptureHeader} from '../capture/capture-format.js';
import type {CaptureItem} from '../capture/capture-item.js';
import {readCaptureBatches} from '../capture/read-capture.js';
import {trusts} from '../capture/read-lines.js';
import {refusePipes} from '../capture/refuse-pipes.js';
import {createCaptureWire} from '../playback/capture-wire.js';
import {isBookTopic, symbolOfTopic} from '../playback/topic-names.js';
import {createFeeds, type Feed, type Feeds} from './feeds.js';
import {createLists, type Lists} from './lists.js';
import {createTraffic} from './read-traffic.js';

/** What a capture has, as far as its beginning tells. */
export type Contents = {
	readonly header: CaptureHeader;
	/** By their ids. */
	readonly exchanges: readonly string[];
	readonly feeds: Feeds;
	readonly lists: Lists;
	/** A topic of an exchange; null where the capture has nothing of the kind. */
	feed(exchange: string, name: string): Feed | null;
};

/** Events in which all topics have been heard of, and the lists were asked for. */
const enough = 100_000;

/** The key of a topic among those of all exchanges. */
export const toFeedKey = (exchange: string, topic: string): string => `${exchange} ${topic}`;

/** Topics and lists of a capture, as they are found. */
const createFound = (header: CaptureHeader) => {
	const feeds = createFeeds();
	const wire = createCaptureWire(header.exchanges);
	const lists = createLists(wire);
	const traffic = createTraffic(header.exchanges);
	const symbols = new Map<string, Set<string>>();

	const addSymbol = (exchange: string, topic: string) => {
		const symbol = isBookTopic(topic) ? symbolOfTopic(topic) : null;
		const known = symbols.get(exchange) ?? new Set<string>();
		symbols.set(exchange, symbol === null ? known : known.add(symbol));
	};

	return {
		feeds,
		lists,
		exchanges: (): readonly string[] => [...new Set([...header.exchanges, ...symbols.keys()])],
		take(item: CaptureItem) {
			if (item.type !== 'event') return;
			const {event} = item;
			if (event.kind === 'http') lists.foresee(event);
			else if (event.kind === 'open') {
				const exchange = traffic.open(event);
				if (exchange !== null)
					for (const topic of wire.topicsOf(event.url)) addSymbol(exchange, topic);
			} else if (event.kind === 'ws') {
				const message = traffic.read(event);
				if (!message) return;
				feeds.add(toFeedKey(message.exchange, message.topic), message.kind, message.text);
				addSymbol(message.exchange, message.topic);
			}
		},
		/** Where a book of the market is there, so is all else of it, although nothing may ever come. */
		feed(exchange: string, name: string): Feed | null {
			const key = toFeedKey(exchange, name);
			const known = feeds.find(key);
			const isOfMarket = [...(symbols.get(exchange) ?? [])].some(symbol =>
				name.toUpperCase().includes(symbol),
			);
			if (known || isBookTopic(name) || !isOfMarket) return known;
			return feeds.make(key);
		},
	};
};

/** Reads the beginning of a capture. Throws `CaptureError`. */
export const readContents = async (paths: readonly string[]): Promise<Contents> => {
	// Once here, and once to be played.
	await refusePipes(paths, 'serve');
	let found: ReturnType<typeof createFound> | null = null;
	let header: CaptureHeader | null = null;
	let events = 0;
	// What it finds is served before any of it is played.
	for await (const items of readCaptureBatches(paths, {trust: trusts.checked})) {
		for (const item of items) {
			if (item.type === 'header') {
				({header} = item);
				found ??= createFound(header);
			} else found?.take(item);
		}
		events += items.length;
		if (events > enough) break;
	}
	if (!found || !header) throw new RangeError('a capture always begins with its header');
	const {feeds, lists, feed} = found;
	return {header, exchanges: found.exchanges(), feeds, lists, feed};
};
