import {mkdirSync} from 'node:fs';
import {CaptureError} from '../../source/capture/capture-item.js';
import {readCapture} from '../../source/capture/read-capture.js';
import {exchanges} from '../../source/exchanges/index.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {startPlay} from '../../source/replay/play-replay.js';
import type {BookView} from '../../source/store/market-view.js';
import {createReplayStore} from '../../source/replay/replay-store.js';
import {createProof, type Stretch} from '../../source/verify/proof.js';
import {createVerifier} from '../../source/verify/verifier.js';
import {exportFiles} from '../helpers/export-capture.js';
import {filesBelow, plain, readTardis, type Row} from '../helpers/read-exports.js';
import {
	bookText,
	createComparison,
	createProvenTexts,
	toJudged,
	type Comparison,
} from './judged-books.js';
import {createBehindJudge} from './left-behind.js';
import {marketOf, type Recorded} from './recorded.js';

/** What verify, replay and export made of a capture, and what of that was wrong. */
export type Judged = {
	/** In words. */
	readonly wrong: readonly string[];
	/** Books that were compared with the exchange's. */
	readonly compared: number;
	/** By market. */
	readonly proven: ReadonlyMap<string, readonly Stretch[]>;
	/** By market. */
	readonly live: ReadonlyMap<string, readonly Stretch[]>;
	/** When it ends, in milliseconds since its start. */
	readonly end: number;
	readonly rows: number;
	readonly defects: readonly string[];
};

type BehindJudge = ReturnType<typeof createBehindJudge>;

/** What verify calls proven. */
const verify = async (
	paths: readonly string[],
	recorded: Recorded,
	comparison: Comparison,
	behind: BehindJudge,
) => {
	const tracks: ReturnType<BehindJudge['createTrack']>[] = [];
	const texts = createProvenTexts();
	const nothing = () => undefined;
	const verifier = createVerifier({
		follow(_exchange, symbol, now) {
			const market = marketOf(recorded, symbol);
			const set = texts.create();
			const track = behind.createTrack(market);
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
					const judged = standing.isProven ? toJudged(standing.book, recorded, market) : null;
					if (standing.isProven && judged && text === null) {
						text = bookText(standing.book);
						comparison.look('verify', now(), judged);
					}
					track.set(now(), judged);
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
		proven: new Map(books.map(({symbol, proof}) => [marketOf(recorded, symbol), proof.stretches])),
		defects: defects.map(({code}) => code),
	};
};

/** When replay shows a book live. */
const followReplayed = (
	market: string,
	comparison: Comparison,
	track: ReturnType<BehindJudge['createTrack']>,
) => {
	const proof = createProof();
	let before = '';
	return {
		proof,
		look(t: number, view: BookView | undefined) {
			const book = view?.status === 'live' ? {...view, market} : null;
			track.set(t, book);
			const key = book && `${book.sequence} ${book.exchangeTime}`;
			if (!book || key === before) return;
			before = key ?? '';
			comparison.look('replay', t, book);
		},
		judge: (end: number) => track.judge('live', end),
	};
};

/** When replay shows each book live. */
const replay = async (
	paths: readonly string[],
	recorded: Recorded,
	comparison: Comparison,
	behind: BehindJudge,
) => {
	const {markets} = recorded;
	const opened = await openReplay({paths, market: null, exchanges}, markets.length > 1);
	const {startedAt} = opened.facts.header;
	const store = createReplayStore();
	let last = startedAt;
	const followed = new Map<string, ReturnType<typeof followReplayed>>();
	const get = (market: string) => {
		const known = followed.get(market);
		if (known) return known;
		const made = followReplayed(market, comparison, behind.createTrack(market));
		followed.set(market, made);
		return made;
	};
	/** One market may be named otherwise in a header. */
	const toMarket = (name: string) => (markets.length > 1 ? name : (markets[0] ?? name));
	// A header may name others, which the capture has nothing of.
	const isOwn = ({exchange}: {readonly exchange: string}) => exchange === recorded.exchange.id;
	store.followStatus((book, at) => {
		if (isOwn(book)) get(toMarket(book.market)).proof.set(book.status === 'live', at - startedAt);
	});
	const play = startPlay({
		...{...opened, store, onDefect: () => undefined},
		onStep(time, event) {
			if (event) last = time;
			const own = store.getView().books.filter(isOwn);
			const books = new Map(own.map(book => [toMarket(book.market), book]));
			// A capture may turn to another market, and show no more of those before.
			for (const name of new Set([...books.keys(), ...followed.keys()]))
				get(name).look(time - startedAt, books.get(name));
		},
	});
	await play.playTo();
	const end = last - startedAt;
	for (const {proof} of followed.values()) proof.set(false, end);
	await play.stop();
	return {
		...{startedAt, end},
		live: new Map([...followed].map(([market, {proof}]) => [market, proof.stretches])),
		wrong: [...followed.values()].flatMap(one => one.judge(end)),
	};
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

/** A day in microseconds. */
const dayUs = 86_400_000_000;

/** What export writes: nothing but what verify has proven just then. */
const judgeRows = async (
	paths: readonly string[],
	folder: string,
	startedAt: number,
	texts: Pick<ReturnType<typeof createProvenTexts>, 'had'>,
) => {
	mkdirSync(folder, {recursive: true});
	await exportFiles(paths, folder, {types: ['book'], isForced: true});
	const wrong: string[] = [];
	// One of a market and day, which begins with the whole book.
	const all = filesBelow(folder, '.csv.gz').map(readTardis);
	for (const {local, text} of all.flatMap(rows => [...rebuilt(rows)])) {
		const us = Number(local) - startedAt * 1000;
		const isDayBegin = Number(local) % dayUs === 0;
		if (!texts.had(us, text, isDayBegin))
			wrong.push(`export at ${us / 1000} ms: not what was proven`);
	}
	return {rows: all.flat().length, wrong};
};

const judgeReadable = async (
	paths: readonly string[],
	recorded: Recorded,
	folder: string,
): Promise<Judged> => {
	const comparison = createComparison(recorded);
	const behind = createBehindJudge(recorded);
	const verified = await verify(paths, recorded, comparison, behind);
	const replayed = await replay(paths, recorded, comparison, behind);
	const exported = await judgeRows(paths, folder, replayed.startedAt, verified.texts);
	const {proven, defects} = verified;
	return {
		wrong: [...comparison.wrong, ...verified.wrong, ...replayed.wrong, ...exported.wrong],
		...{compared: comparison.count(), proven, live: replayed.live, defects, rows: exported.rows},
		end: replayed.end,
	};
};

/** Of what is none: it is refused. */
const refused: Judged = {
	...{wrong: [], compared: 0, proven: new Map(), live: new Map(), rows: 0, defects: [], end: 0},
};

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
