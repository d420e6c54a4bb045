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

/**
 * Finds the snapshots at the start of a capture that were old when they came: where it begins in
 * mid-session the recorder knew updates that the capture lacks, so only what comes later tells.
 */
export const createSnapshotJudge = (ids: readonly string[]) => {
	const taken = createTaken();
	const connections = new Map<number, {readonly exchange: string; readonly run: ConnectionRun}>();
	let place = '';

	const open = ({connection, url}: CaptureEvent & {readonly kind: 'open'}) => {
		const wire = wireOf(url, ids);
		if (!wire) return;
		const run = createConnectionRun(url, wire, (symbol, event) => {
			taken.note(`${connection} ${symbol}`, event, place);
		});
		connections.set(connection, {exchange: wire.exchange.id, run});
	};

	const answer = ({url: text, status, data}: CaptureEvent & {readonly kind: 'http'}) => {
		const url = status === 200 && URL.canParse(text) ? new URL(text) : null;
		const wire = url && restWireOf(url);
		const symbol = url && wire ? wire.snapshotSymbol(url) : null;
		if (symbol === null) return;
		for (const {exchange, run} of connections.values())
			if (exchange === wire?.exchange.id) run.onSnapshot(symbol, data);
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
					connections.get(event.connection)?.run.onMessage(event);
					break;
				case 'close':
					connections.delete(event.connection);
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
