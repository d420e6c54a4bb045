import type {CaptureEvent} from '../capture/capture-format.js';
import {changedMarket} from '../capture/changed-market.js';
import type {CaptureItem} from '../capture/capture-item.js';
import {createDefectCount} from '../capture/count-defects.js';
import {readCaptureBatches} from '../capture/read-capture.js';
import {trusts} from '../capture/read-lines.js';
import type {Clock} from '../clock.js';
import {createCaptureWire} from '../playback/capture-wire.js';
import {createVerifier} from '../verify/verifier.js';
import {toFeedKey, type Contents} from './contents.js';
import {createTraffic} from './read-traffic.js';
import type {ServedBooks} from './served-books.js';

export type PlayOptions = {
	readonly paths: readonly string[];
	readonly contents: Contents;
	readonly books: ServedBooks;
	readonly clock: Clock;
	/** How many times as fast as it was recorded. */
	readonly speed: number;
	/** Milliseconds of the capture that are over when it begins. */
	readonly fromMs: number;
	/** Awaited where it begins, with all known of before that; where it ends before, never. */
	readonly onBegin: () => Promise<void>;
	readonly isStopped: () => boolean;
	/** Asked now and then: what it returns is waited for. */
	readonly hold: () => Promise<void> | null;
	/** Told in a sentence what is wrong with the files. */
	readonly onDefect: (text: string) => void;
};

/** Milliseconds that are not worth a timer. */
const graceMs = 2;

/** Of hours without a line, so much is waited for. */
const maxIdleMs = 5 * 60_000;

/** After so many items it is asked whether more may be told: of a kilobyte each, to a thousand clients. */
const holdItems = 32;

/** Holds the capture's time to ours. */
const createPace = ({clock, speed, fromMs, onBegin}: PlayOptions) => {
	let origin: {virtual: number; real: number} | null = null;
	let first: number | null = null;
	let last = 0;
	const begin = async (t: number) => {
		await onBegin();
		origin = {virtual: t, real: clock.now()};
		last = t;
	};
	return (t: number): Promise<void> | null => {
		first ??= t;
		if (t - first < fromMs) return null;
		if (!origin) return begin(t);
		if (t - last > maxIdleMs && last > 0)
			origin = {...origin, virtual: origin.virtual + t - last - maxIdleMs};
		last = t;
		const ms = origin.real + (t - origin.virtual) / speed - clock.now();
		return ms > graceMs ? new Promise(resolve => clock.after(ms, resolve)) : null;
	};
};

/** Tells an event to the books and then to whoever hears of its topic. */
const createTeller = ({contents, books}: PlayOptions) => {
	const {feeds, lists, header} = contents;
	const verifier = createVerifier(books.watch);
	const traffic = createTraffic(header.exchanges);
	const wire = createCaptureWire([]);
	const answered = ({url, status, data}: CaptureEvent & {readonly kind: 'http'}) => {
		const purpose = status === 200 ? wire.purposeOf(url) : null;
		if (purpose?.kind === 'book' || purpose?.kind === 'trades')
			books.addAnswer(purpose.kind, purpose.exchange, purpose.symbol, data);
	};
	return (item: CaptureItem): void => {
		if (item.type === 'event' && item.isAfterBreak) feeds.breakOff();
		if (item.type === 'event' && item.event.kind !== 'close') {
			books.goOn();
			feeds.goOn();
		}
		verifier.give(item);
		if (item.type !== 'event') return;
		const {event} = item;
		if (event.kind === 'open') traffic.open(event);
		else if (event.kind === 'http') {
			lists.add(event);
			answered(event);
		} else if (event.kind === 'ws') {
			const message = traffic.read(event);
			if (message?.kind === 'text')
				feeds.tell(toFeedKey(message.exchange, message.topic), event.connection, message.text);
		} else if (event.kind === 'close') {
			traffic.close(event.connection);
			feeds.end(event.connection);
		} else if (changedMarket(event)) books.clear();
	};
};

/** Plays a capture once, to its end or until it is stopped. Throws `CaptureError`. */
export const play = async (options: PlayOptions): Promise<void> => {
	const pace = createPace(options);
	const tell = createTeller(options);
	const defects = createDefectCount(options.onDefect);
	// Clients take what they are served for the exchange's own.
	let told = 0;
	for await (const items of readCaptureBatches(options.paths, {trust: trusts.checked})) {
		for (const item of items) {
			const hold = ++told % holdItems === 0 ? options.hold() : null;
			if (hold) await hold;
			if (item.type === 'defect' && item.code !== 'backwards') defects.add(item);
			const wait = item.type === 'event' ? pace(item.event.t) : null;
			if (wait) await wait;
			if (options.isStopped()) return;
			tell(item);
		}
	}
	defects.finish();
};
