import type {CaptureHeader} from '../capture/capture-format.js';
import type {CaptureItem} from '../capture/capture-item.js';
import {changedMarket} from '../capture/changed-market.js';
import type {Standing} from './book-watch.js';

/** Longer than any connection that is recorded is silent: exchanges ping more often. */
const pauseMs = 60_000;

/** Stretches without an event that are kept; what comes after that many is not told apart. */
const maxPauses = 1000;

const marketsOf = ({market, markets = [market]}: CaptureHeader): readonly string[] => markets;

/** Whether one file is to tell of an exchange what the other does. */
const isOfSame = (exchange: string, a: CaptureHeader, b: CaptureHeader): boolean =>
	b.exchanges.includes(exchange) && marketsOf(a).some(market => marketsOf(b).includes(market));

/** How far the files of a capture go: what was recorded of a book is told by them. Times are milliseconds since its start. */
export const createRecordedFiles = () => {
	let headers: ReadonlyMap<string, CaptureHeader> = new Map();
	let isRaw = false;
	const spans = new Map<string, {from: number; to: number}>();
	const pauses: {readonly from: number; readonly to: number}[] = [];
	let [file, t] = ['', 0];

	const note = (name: string, at: number) => {
		if (spans.size > 0 && at - t > pauseMs && pauses.length < maxPauses)
			pauses.push({from: t, to: at});
		file = name;
		t = at;
		const span = spans.get(name);
		if (span) span.to = at;
		else spans.set(name, {from: at, to: at});
	};

	return {
		/** To be called with each item, before the books are told of it. Returns whether its file goes over to another market. */
		see(item: CaptureItem): boolean {
			if (item.type === 'header') {
				isRaw = item.header.exchanges.length === 0;
				headers = item.files;
			}
			// Without a header the reader makes up when a connection opened.
			if (item.type !== 'event' || (isRaw && item.event.kind === 'open')) return false;
			note(item.file, item.event.t);
			if (!changedMarket(item.event)) return false;
			// For that market, the file begins here.
			spans.set(file, {from: t, to: t});
			return true;
		},
		hasBegun: () => spans.size > 0,
		/** The one that is being read. */
		current: () => file,
		beginOf: (name: string) => spans.get(name)?.from ?? t,
		/** Whether the one that is being read is to tell of an exchange what this one does. */
		goesOn(name: string, exchange: string): boolean {
			const [own, header] = [headers.get(name), headers.get(file)];
			return name === file || (!!own && !!header && isOfSame(exchange, own, header));
		},
		/** Where the last one ends that is to tell of an exchange what this one does. */
		endOf(name: string, exchange: string): number {
			const own = headers.get(name);
			const ends = [...spans].map(([other, {to}]) => {
				const header = headers.get(other);
				const isMeant = own && header && isOfSame(exchange, own, header);
				return isMeant || other === name ? to : 0;
			});
			return Math.max(...ends);
		},
		/** For how much of a stretch nothing was recorded. */
		silentMs: (from: number, to: number) =>
			pauses.reduce(
				(sum, pause) => sum + Math.max(0, Math.min(to, pause.to) - Math.max(from, pause.from)),
				0,
			),
	};
};

export type RecordedFiles = ReturnType<typeof createRecordedFiles>;

/** Whether anything of a book comes on the file that is being read. */
export const isHeard = (standing: Standing): boolean =>
	standing.isProven || standing.why === 'unsynced' || standing.why === 'shallow';
