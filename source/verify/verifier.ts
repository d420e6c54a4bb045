import type {CaptureEvent, CaptureHeader} from '../capture/capture-format.js';
import type {CaptureItem, EventPlace} from '../capture/capture-item.js';
import {createCaptureWire} from '../playback/capture-wire.js';
import {createSilenceJudge} from '../playback/silence-judge.js';
import {cadenceMs} from '../session/session.js';
import {createBookLedger} from './book-ledger.js';
import {createBookStreams, type BookStreams} from './book-streams.js';
import {createDefects, readerDefects} from './defects.js';
import {toCount} from './foreign.js';
import {toPlace} from './report-text.js';
import type {Report} from './report.js';
import {toLedger} from './stream-ledger.js';
import type {BookTally} from './tallies.js';
import {createTraffic} from './traffic.js';

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
		/** When a file ends. */
		endOf: (file: string) => lastIn.get(file) ?? progress.t,
	};
	return progress;
};

/** Takes a capture item by item and tells at the end what it holds. */
export const createVerifier = () => {
	let header: CaptureHeader | null = null;
	let streams: BookStreams | null = null;
	let silence: ReturnType<typeof createSilenceJudge> | null = null;
	const notices: string[] = [];
	const progress = createProgress();
	const now = () => streams?.now() ?? progress.t;
	const defects = createDefects();
	const books = createBookLedger(defects, now);
	const traffic = createTraffic({
		...{books, defects},
		exchanges: () => header?.exchanges ?? [],
		port: {
			follow: (wire, topic) => streams?.follow(wire, topic),
			onSnapshot: (exchange, symbol, body) => streams?.onSnapshot(exchange, symbol, body),
			turned: () => streams?.forget(),
		},
	});

	const begin = (facts: CaptureHeader) => {
		header = facts;
		const wire = createCaptureWire(facts.exchanges);
		const isRaw = facts.exchanges.length === 0;
		silence = createSilenceJudge({wire, isRaw});
		const listener = toLedger({books, defects, now, file: () => progress.file});
		streams = createBookStreams({wire, hasPings: !isRaw, listener});
	};

	const onEvent = (event: CaptureEvent, place: EventPlace, isAfterBreak: boolean) => {
		const {t} = progress;
		progress.file = place.file;
		const isBreak = event.t - t > (silence?.longestMs() ?? Infinity);
		// As replay does: what came last is shown before it is called in question.
		if (isBreak) streams?.skip(Math.min(t + cadenceMs, event.t), event.t);
		else streams?.runTo(event.t);
		progress.t = event.t;
		if (isAfterBreak) streams?.forget();
		silence?.take(event);
		// Without a header the reader makes up when a connection opened.
		const isMadeUp = event.kind === 'open' && header?.exchanges.length === 0;
		if (!isMadeUp) progress.add();
		traffic.count(event, place);
		streams?.take(event);
	};

	/** All that is worth saying. */
	const say = (tallies: readonly BookTally[]): readonly string[] => [
		...notices,
		...traffic.foreign(),
		...books.all().flatMap(sayChangesAlone),
		...traffic.overlaps(),
		...(tallies.length === 0
			? ['no book of an exchange we know: only lines and times were checked']
			: []),
	];

	return {
		give(item: CaptureItem) {
			if (item.type === 'header') begin(item.header);
			else if (item.type === 'event') onEvent(item.event, item, item.isAfterBreak === true);
			else {
				const code = readerDefects[item.code];
				if (code) defects.add(code, item.file, item.detail, progress.t);
				else notices.push(`${item.file}: ${item.detail}`);
			}
		},
		/** To be called once, after the last item. */
		finish(): Report {
			traffic.finish(progress.endOf);
			for (const {exchange, symbol, run, openMs} of streams?.open() ?? [])
				books.settle(books.tallyOf(exchange, symbol), run, openMs);
			const tallies = books.finish();
			const {events, first, t} = progress;
			for (const {proof} of tallies) proof.set(false, t);
			return {
				...{header, events, ...traffic.counts, first},
				last: first === null ? null : t,
				channels: traffic.channels(),
				books: tallies,
				defects: defects.all(),
				notices: say(tallies),
			};
		},
	};
};
