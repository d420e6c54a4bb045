import {mkdirSync} from 'node:fs';
import {formatDecimal} from '../../source/book/fixed-point.js';
import type {OrderBook} from '../../source/book/order-book.js';
import type {SideView} from '../../source/book/side-view.js';
import {CaptureError} from '../../source/capture/capture-item.js';
import {readCapture} from '../../source/capture/read-capture.js';
import {exchanges} from '../../source/exchanges/index.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {startPlay} from '../../source/replay/play-replay.js';
import {createReplayStore} from '../../source/replay/replay-store.js';
import {createProof, type Stretch} from '../../source/verify/proof.js';
import {createVerifier} from '../../source/verify/verifier.js';
import {exportFiles} from '../helpers/export-capture.js';
import {filesBelow, plain, readTardis, type Row} from '../helpers/read-exports.js';
import {findVouchedDifference, type JudgedBook} from '../soak/truth.js';
import {createBehindJudge} from './left-behind.js';
import {marketName, type RecordedMarket} from './record-market.js';

/** What verify, replay and export made of a capture, and what of that was wrong. */
export type Judged = {
	/** In words. */
	readonly wrong: readonly string[];
	/** Books that were compared with the exchange's. */
	readonly compared: number;
	readonly proven: readonly Stretch[];
	readonly live: readonly Stretch[];
	readonly rows: number;
	readonly defects: readonly string[];
};

const toJudged = (book: OrderBook, exchange: string): JudgedBook => ({
	...{exchange, market: marketName, vouched: book.shownRange()},
	...{sequence: book.sequence, exchangeTime: book.exchangeTime},
	...{bids: book.bids.view(), asks: book.asks.view()},
});

/** The levels of a side that are vouched for, as an export has them. */
const sideText = (side: SideView, count: number): string =>
	Array.from(
		{length: Math.min(count, side.length)},
		(_, rank) => `${formatDecimal(side.price(rank))}x${formatDecimal(side.size(rank))}`,
	).join();

const bookText = (book: OrderBook): string =>
	[book.bids, book.asks].map(side => sideText(side.view(), book.seenLevels())).join(' / ');

/** Compares books with the exchange's, each once. */
const createComparison = ({truths}: RecordedMarket) => {
	const wrong: string[] = [];
	let compared = 0;
	return {
		wrong,
		count: () => compared,
		look(who: string, t: number, book: JudgedBook) {
			compared++;
			const differences = truths.map(truth => findVouchedDifference(truth, book));
			if (!differences.includes(null))
				wrong.push(`${who} at ${t.toFixed(0)} ms, ${book.sequence}: ${differences.join('; ')}`);
		},
	};
};

type Comparison = ReturnType<typeof createComparison>;

type BehindJudge = ReturnType<typeof createBehindJudge>;

/** The books that are proven, of all channels, as texts by the microsecond. */
const createProvenTexts = () => {
	const now = new Set<{text: string | null}>();
	const at = new Map<number, Set<string>>();
	return {
		/** Whether a book was proven just then. */
		had: (us: number, text: string) => at.get(us)?.has(text) === true,
		/** One of a channel, which `set` tells of each time that anything has come. */
		create() {
			const one: {text: string | null} = {text: null};
			now.add(one);
			return (text: string | null, t: number) => {
				const us = Math.round(t * 1000);
				const texts = at.get(us) ?? new Set();
				at.set(us, texts);
				one.text = text;
				for (const {text} of now) if (text !== null) texts.add(text);
			};
		},
	};
};

/** What verify calls proven. */
const verify = async (
	paths: readonly string[],
	{exchange}: RecordedMarket,
	comparison: Comparison,
	behind: BehindJudge,
) => {
	const tracks: ReturnType<BehindJudge['createTrack']>[] = [];
	const texts = createProvenTexts();
	const nothing = () => undefined;
	const verifier = createVerifier({
		follow(_exchange, _symbol, now) {
			const set = texts.create();
			const track = behind.createTrack();
			tracks.push(track);
			/** Null where the book has changed since. */
			let text: string | null = null;
			const change = () => {
				text = null;
			};
			return {
				...{onEvent: nothing, before: nothing, changing: nothing, traded: nothing},
				...{changed: change, replaced: change},
				settled(standing) {
					if (standing.isProven && text === null) {
						text = bookText(standing.book);
						comparison.look('verify', now(), toJudged(standing.book, exchange.id));
					}
					track.set(now(), standing.isProven ? toJudged(standing.book, exchange.id) : null);
					set(standing.isProven ? text : null, now());
				},
			};
		},
		heard: nothing,
	});
	let end = 0;
	for await (const item of readCapture(paths)) {
		verifier.give(item);
		if (item.type !== 'event') continue;
		end = item.event.t;
		behind.take(item.event, item.isAfterBreak === true);
	}
	const {books, defects} = verifier.finish();
	return {
		...{texts, end, wrong: tracks.flatMap(track => track.judge('proven', end))},
		proven: books.flatMap(({proof}) => proof.stretches),
		defects: defects.map(({code}) => code),
	};
};

/** When replay shows it live. */
const replay = async (paths: readonly string[], comparison: Comparison, behind: BehindJudge) => {
	const opened = await openReplay({paths, market: null, exchanges});
	const {startedAt} = opened.facts.header;
	const store = createReplayStore();
	const proof = createProof();
	let last = startedAt;
	let before = '';
	const track = behind.createTrack();
	store.followStatus(({status}, at) => {
		proof.set(status === 'live', at - startedAt);
	});
	const play = startPlay({
		...{...opened, store, onDefect: () => undefined},
		onStep(time, event) {
			if (event) last = time;
			const [book] = store.getView().books;
			track.set(time - startedAt, book?.status === 'live' ? {...book, market: marketName} : null);
			if (book?.status !== 'live') return;
			const key = `${book.sequence} ${book.exchangeTime}`;
			if (key === before) return;
			before = key;
			comparison.look('replay', time - startedAt, {...book, market: marketName});
		},
	});
	await play.playTo();
	proof.set(false, last - startedAt);
	await play.stop();
	return {live: proof.stretches, startedAt, wrong: track.judge('live', last - startedAt)};
};

/** The book that rows make, each time that all of one moment are in it. */
function* rebuilt(rows: readonly Row[]) {
	const sides = {bid: new Map<string, string>(), ask: new Map<string, string>()};
	const textOf = (levels: ReadonlyMap<string, string>, sign: 1 | -1) =>
		[...levels]
			.sort(([a], [b]) => sign * (Number(a) - Number(b)))
			.map(([price, size]) => `${price}x${size}`)
			.join();
	let wasSnapshot = false;
	for (const [index, {isSnapshot, side, price, size, local}] of rows.entries()) {
		if (isSnapshot && !wasSnapshot) for (const levels of Object.values(sides)) levels.clear();
		wasSnapshot = isSnapshot;
		const levels = side === 'bid' ? sides.bid : sides.ask;
		if (plain(size) === '0') levels.delete(plain(price));
		else levels.set(plain(price), plain(size));
		if (rows[index + 1]?.local !== local)
			yield {local, text: [textOf(sides.bid, -1), textOf(sides.ask, 1)].join(' / ')};
	}
}

/** What export writes: nothing but what verify has proven just then. */
const judgeRows = async (
	paths: readonly string[],
	folder: string,
	startedAt: number,
	texts: Pick<ReturnType<typeof createProvenTexts>, 'had'>,
) => {
	mkdirSync(folder, {recursive: true});
	await exportFiles(paths, folder, {types: ['book'], isForced: true});
	const rows = filesBelow(folder, '.csv.gz').flatMap(readTardis);
	const wrong: string[] = [];
	for (const {local, text} of rebuilt(rows)) {
		const us = Number(local) - startedAt * 1000;
		if (!texts.had(us, text)) wrong.push(`export at ${us / 1000} ms: not what was proven`);
	}
	return {rows: rows.length, wrong};
};

const judgeReadable = async (
	paths: readonly string[],
	recorded: RecordedMarket,
	folder: string,
): Promise<Judged> => {
	const comparison = createComparison(recorded);
	const behind = createBehindJudge(recorded);
	const verified = await verify(paths, recorded, comparison, behind);
	const replayed = await replay(paths, comparison, behind);
	const exported = await judgeRows(paths, folder, replayed.startedAt, verified.texts);
	const {proven, defects} = verified;
	return {
		wrong: [...comparison.wrong, ...verified.wrong, ...replayed.wrong, ...exported.wrong],
		...{compared: comparison.count(), proven, live: replayed.live, defects, rows: exported.rows},
	};
};

/** Of what is none: it is refused. */
const refused: Judged = {wrong: [], compared: 0, proven: [], live: [], rows: 0, defects: []};

/** `folder`: for what is exported. */
export const judgeCapture = async (
	...capture: Parameters<typeof judgeReadable>
): Promise<Judged> => {
	try {
		return await judgeReadable(...capture);
	} catch (error) {
		if (error instanceof CaptureError) return refused;
		throw error;
	}
};
