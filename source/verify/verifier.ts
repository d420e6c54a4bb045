import type {CaptureEvent, CaptureHeader} from '../capture/capture-format.js';
import type {CaptureItem, EventPlace} from '../capture/capture-item.js';
import {createCaptureWire} from '../playback/capture-wire.js';
import {createSilenceJudge} from '../playback/silence-judge.js';
import {cadenceMs} from '../session/shown-store.js';
import {createBookLedger} from './book-ledger.js';
import {createBookStreams, type BookStreams, type BookStreamsOptions} from './book-streams.js';
import type {BookWatch} from './book-watch.js';
import {createDefects, readerDefects} from './defects.js';
import {toCount} from './foreign.js';
import type {Report} from './report.js';
import {toLedger} from './stream-ledger.js';
import {createNotedHoles} from './noted-holes.js';
import {toPlace} from './table-text.js';
import type {BookTally} from './tallies.js';
import {createTraffic, type TrafficPort} from './traffic.js';

/** What is said of books whose changes nothing links. */
const sayChangesAlone = ({exchange, symbol, changesAlone}: BookTally): readonly string[] =>
	changesAlone
		? [
				`${exchange} ${symbol}: ${toCount(changesAlone.count)} with changes alone (marked "update"), which nothing links, first at ${toPlace(changesAlone.since)}: the book is not followed from there to the next whole one`,
			]
		: [];

/** How far a capture has been read. All times are milliseconds since its start. */
const createProgress = () => {
	const lastIn = new Map<string, number>();
	const progress = {
		events: 0,
		/** Of the first event, null before that. */
		first: null as number | null,
		t: 0,
		file: '',
		/** An event of the capture, not made up by its reader. */
		add() {
			progress.events++;
			progress.first ??= progress.t;
			lastIn.set(progress.file, progress.t);
		},
		facts() {
			const {events, first, t} = progress;
			return {events, first, last: first === null ? null : t};
		},
		/** When a file ends. */
		endOf: (file: string) => lastIn.get(file) ?? progress.t,
	};
	return progress;
};

/** Takes what the reader of a capture found wrong: a defect of it, or worth a notice. */
const createReaderNotes = (defects: Pick<ReturnType<typeof createDefects>, 'add'>) => {
	const notices: string[] = [];
	return {
		notices: notices as readonly string[],
		take({code, file, detail}: CaptureItem & {readonly type: 'defect'}, t: number) {
			const known = readerDefects[code];
			if (known) defects.add(known, file, detail, t);
			else notices.push(`${file}: ${detail}`);
		},
	};
};

/** All that is worth saying. */
const say = (
	notices: readonly string[],
	traffic: ReturnType<typeof createTraffic>,
	books: ReturnType<typeof createBookLedger>,
	tallies: readonly BookTally[],
): readonly string[] => [
	...notices,
	...traffic.notices(),
	...books.all().flatMap(sayChangesAlone),
	...traffic.overlaps(),
	...(tallies.length === 0 && traffic.notices().length === 0
		? ['no book of an exchange we know: only lines and times were checked']
		: []),
];

/** The parts that read a capture's books, once its header tells the exchanges. */
const startReading = (
	exchanges: CaptureHeader['exchanges'],
	{listener, watch}: Pick<BookStreamsOptions, 'listener' | 'watch'>,
) => {
	const wire = createCaptureWire(exchanges);
	const isRaw = exchanges.length === 0;
	return {
		silence: createSilenceJudge({wire, isRaw}),
		streams: createBookStreams({wire, hasPings: !isRaw, listener, watch}),
	};
};

type Reading = ReturnType<typeof startReading>;

/** Lets the time pass; `isBreak`: nothing was recorded meanwhile. */
const pass = ({streams, silence}: Reading, from: number, to: number, isBreak: boolean): void => {
	// As replay does: what came last is shown before it is called in question.
	if (isBreak || to - from > silence.longestMs()) streams.skip(Math.min(from + cadenceMs, to), to);
	else streams.runTo(to);
};

/** Ends all books at `t`, or before that where they were not recorded so far. */
const settleAll = (
	streams: BookStreams | undefined,
	books: ReturnType<typeof createBookLedger>,
	endOf: (exchange: string, symbol: string) => number,
	t: number,
): readonly BookTally[] => {
	const open = [...(streams?.open() ?? [])];
	// Of a book on several channels that one counts which is in sync: the last.
	open.sort((a, b) => Number(a.run.isInSync()) - Number(b.run.isInSync()));
	for (const {exchange, symbol, run, openMs} of open)
		books.settle(books.tallyOf(exchange, symbol), run, openMs);
	const tallies = books.finish();
	for (const {exchange, symbol, proof} of tallies) proof.end(Math.min(endOf(exchange, symbol), t));
	return tallies;
};

const toPort = (reading: () => Reading | null, watch?: BookWatch): TrafficPort => ({
	heard: watch?.heard,
	follow: (wire, topic) => reading()?.streams.follow(wire, topic),
	onSnapshot: (exchange, symbol, body) => reading()?.streams.onSnapshot(exchange, symbol, body),
	turned: () => reading()?.streams.forget(),
});

/** Takes a capture item by item and tells at the end what it holds; `watch` is told on the way. */
export const createVerifier = (watch?: BookWatch) => {
	let header: CaptureHeader | null = null;
	let reading: Reading | null = null;
	const progress = createProgress();
	const now = () => reading?.streams.now() ?? progress.t;
	const defects = createDefects();
	const notes = createReaderNotes(defects);
	const books = createBookLedger(defects, now);
	const holes = createNotedHoles();
	const traffic = createTraffic({
		...{books, defects},
		exchanges: () => header?.exchanges ?? [],
		port: toPort(() => reading, watch),
	});

	const begin = (facts: CaptureHeader) => {
		header = facts;
		const listener = toLedger({books, defects, now, file: () => progress.file});
		reading = startReading(facts.exchanges, {listener, watch});
	};

	const onEvent = (event: CaptureEvent, place: EventPlace, isAfterBreak: boolean) => {
		const {streams, silence} = reading ?? {};
		progress.file = place.file;
		if (reading) pass(reading, progress.t, event.t, isAfterBreak);
		progress.t = event.t;
		if (isAfterBreak) {
			books.beginAnew();
			streams?.beginAnew();
		}
		silence?.take(event);
		// Without a header the reader makes up when a connection opened.
		const isMadeUp = event.kind === 'open' && header?.exchanges.length === 0;
		if (!isMadeUp) progress.add();
		traffic.count(event, place);
		if (event.kind === 'marker' && event.hole) holes.take(event.hole);
		streams?.take(event);
	};

	return {
		give(item: CaptureItem) {
			if (item.type === 'header') begin(item.header);
			else if (item.type === 'event') onEvent(item.event, item, item.isAfterBreak === true);
			else notes.take(item, progress.t);
		},
		/** To be called once, after the last item. `endOf`: up to when a book was recorded. @default to the end of all */
		finish(endOf: (exchange: string, symbol: string) => number = () => Infinity): Report {
			traffic.finish(progress.endOf);
			const tallies = settleAll(reading?.streams, books, endOf, progress.t);
			return {
				...{header, ...progress.facts(), ...traffic.counts},
				channels: traffic.channels(),
				books: tallies,
				defects: defects.all(),
				notedHoles: holes.all(),
				notices: [...say(notes.notices, traffic, books, tallies), ...holes.notices()],
			};
		},
	};
};
