import {formatPair, isWanted, type WantedMarket} from '../market-name.js';
import {toMessage, type CaptureEvent, type CaptureHeader} from '../capture/capture-format.js';
import type {EventPlace} from '../capture/capture-item.js';
import {readCapture, type ReadOptions} from '../capture/read-capture.js';
import {refusePipes} from '../capture/refuse-pipes.js';
import {createNewestLists, type HttpEvent} from '../playback/replay-answers.js';
import {exchangeOf, toKey, type ReplayWire} from '../playback/replay-wire.js';
import {changedMarket, type Pair} from '../capture/changed-market.js';
import {createCaptureWire, missingEndpoints, symbolOfMessage} from '../playback/capture-wire.js';
import {isBookTopic, symbolOfTopic} from '../playback/topic-names.js';
import {createNewestTexts} from '../playback/newest-texts.js';
import {createHeardChannels, type HeardChannels} from './heard-channels.js';
import {createSnapshotJudge} from './old-snapshots.js';
import {mayHold} from './symbol-of.js';

/** What the beginning of a capture tells of the rest. */
export type CaptureFacts = {
	readonly header: CaptureHeader;
	/** Without a header: nothing but what was received was written down. */
	readonly isRaw: boolean;
	readonly wire: ReplayWire;
	/** Endpoints that it has no connection to, while it has the book from another one; as `ReplayWire` names them. */
	readonly missing: ReadonlySet<string>;
	/** Answers that list markets, by the key of their purpose. */
	readonly lists: ReadonlyMap<string, HttpEvent>;
	/**
	 * Symbols of the books it holds, in upper case, by exchange id: where no market is asked for, those
	 * before the recording went over to another one.
	 */
	readonly symbols: ReadonlyMap<string, ReadonlySet<string>>;
	/** The markets it goes over to, as far as it was read. */
	readonly changes: readonly Pair[];
	/** By which channels books came. */
	readonly channels: HeardChannels;
	/** Snapshots that were old when they came, by their places. */
	readonly oldSnapshots: ReadonlySet<string>;
};

/** Lists come before the first connection, connections within the first seconds. */
const maxMs = 10_000;
const maxEvents = 5000;

/** Bytes of addresses that are kept: the longest is of 40 kB. */
const maxUrlBytes = 8_000_000;

/** Symbols of an exchange: none has as many markets. */
const maxSymbols = 20_000;

/** Where a connection leads, and to whose exchange where that was recorded. */
type Place = {readonly url: string; readonly exchange?: string | undefined};

/** What the connections of a capture carry: their endpoints, and the symbols of the books on them. */
const createCarried = (wire: ReplayWire) => {
	const endpoints = new Set<string>();
	/** Those of them that carry a book. */
	const carriers = new Set<string>();
	const symbols = new Map<string, Set<string>>();

	const note = ({url, exchange: named}: Place, symbol: string | null, counts: boolean) => {
		const endpoint = wire.endpointOf(url, named);
		if (endpoint === null) return;
		endpoints.add(endpoint);
		if (!counts) return;
		const exchange = exchangeOf(endpoint);
		const known = symbols.get(exchange) ?? new Set<string>();
		symbols.set(exchange, known);
		if (symbol !== null && known.size < maxSymbols) known.add(symbol);
	};

	return {
		/** In upper case, by exchange id. */
		symbols: symbols as ReadonlyMap<string, ReadonlySet<string>>,
		/** `counts`: whether the symbol is one of those that are wanted. */
		note,
		noteTopics(place: Place, topics: readonly string[], counts: boolean) {
			note(place, null, counts);
			for (const topic of topics) note(place, symbolOfTopic(topic), counts);
			const endpoint = wire.endpointOf(place.url, place.exchange);
			if (endpoint !== null && topics.some(isBookTopic)) carriers.add(endpoint);
		},
		missing: (isRaw: boolean) => missingEndpoints(endpoints, isRaw ? null : carriers),
	};
};

type Looking = {
	readonly isRaw: boolean;
	readonly wire: ReplayWire;
	readonly carried: ReturnType<typeof createCarried>;
	readonly lists: ReturnType<typeof createNewestLists>;
	/** Whether symbols count. */
	readonly counts: () => boolean;
};

/** Notes what there is, whenever it comes. */
const createLook = ({isRaw, wire, carried, lists, counts}: Looking) => {
	const places = createNewestTexts<Place>(maxUrlBytes, ({url, exchange = ''}) => [url, exchange]);
	const placeOf = (connection: number): Place => places.get(String(connection)) ?? {url: ''};

	return (event: CaptureEvent) => {
		switch (event.kind) {
			case 'open':
				places.set(String(event.connection), {url: event.url, exchange: event.exchange});
				carried.noteTopics(event, wire.topicsOf(event.url), counts());
				break;
			case 'sent':
				carried.noteTopics(placeOf(event.connection), wire.topicsIn(event.data), counts());
				break;
			case 'ws': {
				const opened = placeOf(event.connection);
				if (isRaw) carried.note(opened, symbolOfMessage(opened.url, toMessage(event)), counts());
				break;
			}
			case 'close':
				if (event.url !== undefined)
					carried.note({url: event.url, exchange: event.exchange}, null, counts());
				break;
			case 'http': {
				const purpose = wire.purposeOf(event.url);
				if (purpose?.kind !== 'list' || lists.get(toKey(purpose))) break;
				lists.set(toKey(purpose), event);
				break;
			}
			case 'ping':
			case 'marker':
		}
	};
};

const createFacts = (header: CaptureHeader, asked: WantedMarket | null) => {
	const wire = createCaptureWire(header.exchanges);
	const isRaw = header.exchanges.length === 0;
	const carried = createCarried(wire);
	const lists = createNewestLists();
	const changes = new Map<string, Pair>();
	const judge = createSnapshotJudge(header.exchanges);
	const heard = createHeardChannels(header.exchanges);

	/** Whether symbols count: where no market is asked for, those before it went over to another one. */
	const counts = () => asked !== null || changes.size === 0;

	const look = createLook({isRaw, wire, carried, lists, counts});

	return {
		facts: (): CaptureFacts => ({
			header,
			isRaw,
			wire,
			missing: carried.missing(isRaw),
			lists: lists.toMap(),
			symbols: carried.symbols,
			changes: [...changes.values()],
			channels: heard.channels,
			oldSnapshots: judge.old,
		}),
		/** Whether it is known to hold the market. */
		holds: (market: WantedMarket) =>
			[...carried.symbols.values()].some(symbols => mayHold(symbols, market)),
		goTo(market: Pair) {
			changes.set(formatPair(market), market);
		},
		take(event: CaptureEvent, place: EventPlace) {
			judge.take(event, place);
			heard.take(event);
			look(event);
		},
		look,
	};
};

/**
 * Reads the first seconds of a capture, or up to when its header says that all books have begun; all of it where the
 * market asked for is not there yet, up to the first seconds of that. Throws `CaptureError`.
 */
export const inspectCapture = async (
	paths: readonly string[],
	asked: WantedMarket | null,
	trust?: ReadOptions['trust'],
): Promise<CaptureFacts> => {
	// Once here, and once to be played.
	await refusePipes(paths, 'a replay');
	let found: ReturnType<typeof createFacts> | null = null;
	/** Milliseconds since the start of the capture; null before its first event: what was cut from another begins late. */
	let until: number | null = null;
	let count = 0;
	let most = maxEvents;
	// Of several files those are left out that are left out where they are played. One alone would be refused then.
	const options = paths.length > 1 ? {trust} : {};
	for await (const item of readCapture(paths, options)) {
		if (item.type === 'header') {
			const {begunBy = 0} = item.header;
			found = createFacts(item.header, asked);
			if (begunBy > maxMs) [until, most] = [begunBy, Infinity];
		}
		if (item.type !== 'event' || !found) continue;
		const {event} = item;
		until ??= event.t + maxMs;
		const market = changedMarket(event);
		if (market) found.goTo(market);
		if (market && asked && isWanted(asked, market) && !found.holds(asked)) {
			until = event.t + maxMs;
			count = 0;
		}
		if (event.t <= until && ++count <= most) found.take(event, item);
		else if (!asked || found.holds(asked)) break;
		else found.look(event);
	}
	if (!found) throw new Error('a capture always begins with its header');
	return found.facts();
};
