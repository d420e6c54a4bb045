import type {CaptureEvent} from '../capture/capture-format.js';
import type {EventPlace} from '../capture/capture-item.js';
import type {BookEvent} from '../verify/book-events.js';
import {createConnectionRun, type ConnectionRun} from '../verify/connection-run.js';
import {restWireOf, wireOf} from '../playback/wire.js';

/** Names a line of a file. */
export const toPlaceKey = ({file, line}: EventPlace): string => `${file}:${line}`;

/** By which snapshots books came into sync, and which of these turned out to be old. */
const createTaken = () => {
	const old = new Set<string>();
	/** Of each book the newest, and those no newer that came while it was on trust. */
	const taken = new Map<string, string[]>();
	return {
		old: old as ReadonlySet<string>,
		note(book: string, {type}: BookEvent, place: string) {
			if (type === 'snapshot') taken.set(book, [place]);
			else if (type === 'repeated') taken.get(book)?.push(place);
			else if (type === 'outdated') for (const before of taken.get(book) ?? []) old.add(before);
		},
	};
};

/** Books that are followed at once, and connections on which one is: more are nobody's recording. */
const maxBooks = 1000;
const maxTwins = 20;

type Connection = {readonly exchange: string; readonly run: ConnectionRun};

/** Connections that are open, by the books that are followed on them. */
const createConnections = () => {
	const connections = new Map<number, Connection>();
	/** Their numbers by exchange and symbol, oldest first. */
	const followers = new Map<string, Set<number>>();
	let count = 0;

	const close = (number: number) => {
		const {exchange, run} = connections.get(number) ?? {};
		connections.delete(number);
		for (const symbol of run?.symbols() ?? [])
			if (followers.get(`${exchange} ${symbol}`)?.delete(number)) count--;
	};

	return {
		close,
		get: (number: number) => connections.get(number)?.run,
		open(number: number, connection: Connection) {
			connections.set(number, connection);
		},
		/** Whether a book is to be followed on a connection. */
		mayFollow(number: number, exchange: string, symbol: string): boolean {
			if (count >= maxBooks) return false;
			const key = `${exchange} ${symbol}`;
			const numbers = followers.get(key) ?? new Set();
			followers.set(key, numbers.add(number));
			count++;
			const [oldest] = numbers;
			if (oldest !== undefined && numbers.size > maxTwins) close(oldest);
			return true;
		},
		/** Those on which a book is followed. */
		of: (exchange: string, symbol: string): readonly ConnectionRun[] =>
			[...(followers.get(`${exchange} ${symbol}`) ?? [])].flatMap(
				number => connections.get(number)?.run ?? [],
			),
	};
};

/**
 * Finds the snapshots at the start of a capture that were old when they came: where it begins in
 * mid-session the recorder knew updates that the capture lacks, so only what comes later tells.
 */
export const createSnapshotJudge = (ids: readonly string[]) => {
	const taken = createTaken();
	const connections = createConnections();
	let place = '';

	const open = ({connection, url, exchange: named}: CaptureEvent & {readonly kind: 'open'}) => {
		const wire = wireOf(url, ids, named);
		connections.close(connection);
		if (!wire) return;
		const exchange = wire.exchange.id;
		const run = createConnectionRun(
			url,
			wire,
			(symbol, event) => taken.note(`${connection} ${symbol}`, event, place),
			symbol => connections.mayFollow(connection, exchange, symbol),
		);
		connections.open(connection, {exchange, run});
	};

	const answer = ({url: text, status, data}: CaptureEvent & {readonly kind: 'http'}) => {
		const url = status === 200 && URL.canParse(text) ? new URL(text) : null;
		const wire = url && restWireOf(url);
		const symbol = url && wire ? wire.snapshotSymbol(url) : null;
		if (!wire || symbol === null) return;
		for (const run of connections.of(wire.exchange.id, symbol)) run.onSnapshot(symbol, data);
	};

	return {
		/** By `toPlaceKey`. */
		old: taken.old,
		take(event: CaptureEvent, at: EventPlace) {
			place = toPlaceKey(at);
			switch (event.kind) {
				case 'open':
					open(event);
					break;
				case 'ws':
					connections.get(event.connection)?.onMessage(event);
					break;
				case 'close':
					connections.close(event.connection);
					break;
				case 'http':
					answer(event);
					break;
				case 'sent':
				case 'ping':
				case 'marker':
			}
		},
	};
};
