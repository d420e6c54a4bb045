import {toMessage, type CaptureEvent, type CaptureHeader} from '../../recording/capture-format.js';
import {readCapture} from '../../recording/read-capture.js';
import type {HttpEvent} from '../../recording/replay-answers.js';
import {exchangeOf, toKey, type ReplayWire} from '../../recording/replay-wire.js';
import {createCaptureWire, symbolOfMessage, symbolOfTopic} from './capture-wire.js';

/** What the beginning of a capture tells of the rest. */
export type CaptureFacts = {
	readonly header: CaptureHeader;
	/** Without a header: nothing but what was received was written down. */
	readonly isRaw: boolean;
	readonly wire: ReplayWire;
	/** As `ReplayWire` names them. */
	readonly endpoints: ReadonlySet<string>;
	/** Answers that list markets, by the key of their purpose. */
	readonly lists: ReadonlyMap<string, HttpEvent>;
	/** Symbols of the books it holds, in upper case, by exchange id. */
	readonly symbols: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Lists come before the first connection, connections within the first seconds. */
const maxMs = 10_000;
const maxEvents = 5000;

const createFacts = (header: CaptureHeader) => {
	const wire = createCaptureWire(header.exchanges);
	const endpoints = new Set<string>();
	const lists = new Map<string, HttpEvent>();
	const symbols = new Map<string, Set<string>>();
	const urls = new Map<number, string>();

	const note = (url: string, symbol: string | null) => {
		const endpoint = wire.endpointOf(url);
		if (endpoint === null) return;
		endpoints.add(endpoint);
		const exchange = exchangeOf(endpoint);
		const known = symbols.get(exchange) ?? new Set<string>();
		symbols.set(exchange, known);
		if (symbol !== null) known.add(symbol);
	};

	const noteTopics = (url: string, topics: readonly string[]) => {
		note(url, null);
		for (const topic of topics) note(url, symbolOfTopic(topic));
	};

	return {
		facts: {header, isRaw: header.exchanges.length === 0, wire, endpoints, lists, symbols},
		take(event: CaptureEvent) {
			switch (event.kind) {
				case 'open':
					urls.set(event.connection, event.url);
					noteTopics(event.url, wire.topicsOf(event.url));
					break;
				case 'sent':
					noteTopics(urls.get(event.connection) ?? '', wire.topicsIn(event.data));
					break;
				case 'ws': {
					const url = urls.get(event.connection) ?? '';
					if (header.exchanges.length === 0) note(url, symbolOfMessage(url, toMessage(event)));
					break;
				}
				case 'close':
					if (event.url !== undefined) note(event.url, null);
					break;
				case 'http': {
					const purpose = wire.purposeOf(event.url);
					if (purpose?.kind !== 'list' || lists.has(toKey(purpose))) break;
					lists.set(toKey(purpose), event);
					break;
				}
				case 'ping':
				case 'marker':
			}
		},
	};
};

/** Reads the first seconds of a capture. Throws `CaptureError`. */
export const inspectCapture = async (paths: readonly string[]): Promise<CaptureFacts> => {
	let found: ReturnType<typeof createFacts> | null = null;
	let count = 0;
	for await (const item of readCapture(paths)) {
		if (item.type === 'header') found = createFacts(item.header);
		if (item.type !== 'event') continue;
		if (item.event.t > maxMs || ++count > maxEvents) break;
		found?.take(item.event);
	}
	if (!found) throw new Error('a capture always begins with its header');
	return found.facts;
};
