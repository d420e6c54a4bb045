import {toMessage, type CaptureEvent} from '../../source/capture/capture-format.js';
import {wireIn} from '../../source/playback/wire.js';
import type {JudgedBook} from '../soak/truth.js';
import {marketOf, type Recorded} from './recorded.js';

/** Milliseconds that a book may be shown without what the capture has brought: see `lagMs`, and a look each second. */
const mostBehindMs = 3500;

/** The same where only the time tells on which connection it came: first one has to lack it for `lagMs`. */
const mostBehindApartMs = 5500;

/** The same where a book is told with more levels, and later, as another topic: see `aheadMs`. */
const mostBehindOthersMs = 12_500;

/** A message that changes the book: where that is then, and when it came, in milliseconds of the capture. */
type Evidence = {readonly t: number; readonly at: number};

/** How new a message is of which market's book, and which others it can be compared with. */
type Place = {readonly at: number; readonly market: string; readonly family: string};

/** How new a book is, to be compared with others of a family. */
const createScale = (recorded: Recorded) => {
	const {exchange, wire} = recorded;
	const {id} = exchange;
	const [channel] = exchange.channels;
	const isByTime = channel.loss.type === 'counter' || channel.loss.type === 'checksum';
	const usualMs = isByTime ? mostBehindApartMs : mostBehindMs;
	/** Connections whose opening is told: what comes on others is nobody's where nothing but that tells where it belongs. */
	const open = new Set<number>();
	return {
		mostMs: exchange.wire.levelsOf ? mostBehindOthersMs : usualMs,
		of: ({sequence, exchangeTime}: JudgedBook) => (isByTime ? exchangeTime : sequence) ?? 0,
		/** Null where it tells nothing of the book. */
		in(event: CaptureEvent): Place | null {
			if (event.kind === 'open') open.add(event.connection);
			if (event.kind !== 'ws' || (isByTime && !open.has(event.connection))) return null;
			try {
				const book = wire.bookMessage(toMessage(event));
				if (book?.type !== 'update') return null;
				const market = marketOf(recorded, wire.bookOf(book.topic) ?? '');
				const family = id === 'huobi' ? book.topic : '';
				if (!isByTime) return {at: book.sequence, market, family};
				const time = /"time(?:stamp)?"\s*:\s*"([^"]+)"/.exec(event.data)?.[1];
				return time === undefined || !wireIn(event) ? null : {at: Date.parse(time), market, family};
			} catch {
				return null;
			}
		},
	};
};

/** How new a book was that was vouched for, from a time on; null where none was. */
type Stage = {readonly t: number; readonly at: number | null};

/** Judges whether a book was vouched for long after the capture had brought what it lacks. */
export const createBehindJudge = (recorded: Recorded) => {
	const scale = createScale(recorded);
	/** By market and family. */
	const found = new Map<string, Map<string, Evidence[]>>();
	/** When what comes has nothing to do with what came. */
	const breaks: number[] = [];

	const endOf = (t: number) => breaks.find(one => one > t) ?? Infinity;

	/** When it was due that a book is newer than `at`, in each family. */
	const dueAfter = (market: string, at: number, since: number, until: number) =>
		[...(found.get(market)?.values() ?? [])].map(evidence =>
			evidence.find(
				one => one.at > at && Math.max(since, one.t + scale.mostMs) < Math.min(until, endOf(one.t)),
			),
		);

	return {
		take(event: CaptureEvent, isAfterBreak: boolean) {
			if (isAfterBreak) breaks.push(event.t);
			const one = scale.in(event);
			if (!one) return;
			const families = found.get(one.market) ?? new Map<string, Evidence[]>();
			found.set(one.market, families);
			const evidence = families.get(one.family) ?? [];
			families.set(one.family, evidence);
			evidence.push({t: event.t, at: one.at});
		},
		/** What became of one book. */
		createTrack(market: string) {
			const stages: Stage[] = [];
			return {
				/** Null: none is vouched for from now on. */
				set(t: number, book: JudgedBook | null) {
					const at = book && scale.of(book);
					if (stages.at(-1)?.at !== at) stages.push({t, at});
				},
				/** In words; `end`: when the capture ends. */
				judge(who: string, end: number): readonly string[] {
					if (recorded.areIdsAnew) return [];
					return stages.flatMap(({t, at}, index) => {
						const until = stages[index + 1]?.t ?? end;
						if (at === null) return [];
						const due = dueAfter(market, at, t, until);
						const [first] = due;
						return first && due.every(one => one)
							? [
									`${who} ${market} from ${t.toFixed(0)} to ${until.toFixed(0)} ms at ${at}, though ${first.at} came at ${first.t.toFixed(0)}`,
								]
							: [];
					});
				},
			};
		},
	};
};
