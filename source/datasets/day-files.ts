import {isThere} from '../files/whole-file.js';
import {dayOf, type Day, type Gap, type MarketName, type MarketSink} from './book-rows.js';
import type {DataFile, Sheet, SheetOptions} from './data-file.js';
import {createGapFiles} from './gap-files.js';

/** Bytes that a file buffers before it hands them over, which takes a way to another thread; and all of them together. */
const leastBuffered = 64_000;
const mostBuffered = 400_000;

/** A file that was written, with what is known of its rows. */
export type Written = {
	readonly path: string;
	readonly rows: number;
	/** Local time of the first row, in microseconds since 1970. */
	readonly from: number;
	/** Local time of the last row, in microseconds since 1970. */
	readonly to: number;
	/** For how much of what was recorded of the day the book was proven. */
	readonly verifiedPercent: number;
	/** How many times it was not. */
	readonly gaps: number;
};

type Options = {
	readonly folder: string;
	/** Whether files that are there are replaced. */
	readonly isForced: boolean;
	/** Whether files take their names when all is settled alone: whether they may is known no sooner. */
	readonly isHeldBack: boolean;
	readonly createSheet: (options: SheetOptions) => Sheet;
	readonly onWritten: (written: Written) => void;
	/** Beside files of a day, another tells when the book was not proven: of that day alone. */
	readonly onGaps: (path: string) => void;
	/** A file is there, and is kept. */
	readonly onKept: (path: string) => void;
};

/** To the thousandth, downwards: 100 is all of it. */
export const verifiedPercent = ({from, to, gaps}: Day): number => {
	const unproven = gaps.reduce((sum, gap: Gap) => sum + gap.to - gap.from, 0);
	if (to <= from) return gaps.length === 0 ? 100 : 0;
	return Math.floor(((to - from - unproven) * 100_000) / (to - from)) / 1000;
};

/** Gives the names of files that may be written, each once. */
const createPlaces = ({
	folder,
	isForced,
	onKept,
}: Pick<Options, 'folder' | 'isForced' | 'onKept'>) => {
	const taken = new Set<string>();
	return (relative: string): string | null => {
		const path = `${folder}/${relative}`;
		if (taken.has(path) || (!isForced && isThere(path))) {
			onKept(path);
			return null;
		}
		taken.add(path);
		return path;
	};
};

/** Those that may take their names still: what another export has made meanwhile is kept. */
const withoutMade = async (
	files: readonly DataFile[],
	onKept: Options['onKept'],
): Promise<readonly DataFile[]> => {
	const made = files.filter(({path}) => isThere(path));
	for (const file of made) {
		await file.drop();
		onKept(file.path);
	}
	return files.filter(file => !made.includes(file));
};

/** Where in a folder the gaps of a day are to be told; beside files of another export lies what that one knows. */
const placesOfGaps = (
	folder: string,
	{gaps: {places}}: Sheet,
	files: readonly DataFile[],
): readonly string[] => {
	const isOthers = (path: string) => isThere(path) && !files.some(file => file.path === path);
	return places
		.filter(({rows}) => !rows.some(name => isOthers(`${folder}/${name}`)))
		.map(({path}) => path);
};

/** Makes the files of a day whole that is over. */
const createEnding = ({
	folder,
	isForced,
	onWritten,
	onGaps,
	onKept,
}: Omit<Options, 'isHeldBack' | 'createSheet'>) => {
	const writeGaps = createGapFiles(folder);
	const ending = new Set<DataFile>();
	/** What is to be done yet of days that are over: to write them, and to let them take their names. */
	let unwritten: (() => Promise<void>)[] = [];
	let unnamed: (() => Promise<void>)[] = [];

	const doAll = async (actions: readonly (() => Promise<void>)[]) => {
		for (const action of actions) await action();
	};

	const name = async (market: MarketName, day: Day, sheet: Sheet) => {
		const begun = sheet.files();
		const files = isForced ? begun : await withoutMade(begun, onKept);
		for (const file of begun) if (!files.includes(file)) ending.delete(file);
		const paths = placesOfGaps(folder, sheet, files);
		if (!sheet.gaps.isShared) for (const path of paths) onGaps(`${folder}/${path}`);
		await writeGaps(market, day, sheet.gaps, paths);
		for (const file of files) {
			await file.keep();
			ending.delete(file);
			const {path} = file;
			const percent = verifiedPercent(day);
			onWritten({path, ...file.facts(), verifiedPercent: percent, gaps: day.gaps.length});
		}
	};

	return {
		add(market: MarketName, day: Day, over: Sheet) {
			const files = over.files();
			for (const file of files) ending.add(file);
			unwritten.push(() => doAll(files.map(file => file.end)));
			unnamed.push(() => name(market, day, over));
		},
		/** Writes all that is over. */
		async write() {
			const days = unwritten;
			unwritten = [];
			await doAll(days);
		},
		/** Once it is written. */
		async name() {
			const days = unnamed;
			unnamed = [];
			await doAll(days);
		},
		/** Those that have no names yet. */
		files: (): Iterable<DataFile> => ending,
	};
};

/** Rejects with the first failure, but no sooner than the others are done: what is under way may be making a file. */
const allDone = async (actions: readonly Promise<void>[]): Promise<void> => {
	await Promise.allSettled(actions);
	await Promise.all(actions);
};

/** Writes the days of all markets into a folder. */
export const createDayFiles = (options: Options) => {
	const place = createPlaces(options);
	const ending = createEnding(options);
	/** Of the days that go on. */
	const open = new Set<Sheet>();
	const openFiles = () => [...open].flatMap(sheet => sheet.files());

	return {
		/** Of one market. */
		sinkOf(market: MarketName): MarketSink {
			/** By the numbers of their days: one may go on that another has followed already. */
			const sheets = new Map<number, Sheet>();
			const sheetAt = (us: number): Sheet => {
				const day = dayOf(us);
				const known = sheets.get(day);
				if (known) return known;
				const opened = options.createSheet({...market, day, place});
				sheets.set(day, opened);
				open.add(opened);
				return opened;
			};
			return {
				book(rows) {
					sheetAt(rows.localTime).book(rows);
				},
				trades(trades, localTime) {
					sheetAt(localTime).trades(trades, localTime);
				},
				endDay(day) {
					const over = sheetAt(day.from);
					sheets.delete(dayOf(day.from));
					open.delete(over);
					ending.add(market, day, over);
				},
			};
		},
		/** Hands over what is buffered, and makes whole what is over. Not to be called again before it has resolved. */
		async flush() {
			const files = openFiles();
			const enough = Math.max(leastBuffered, mostBuffered / files.length);
			await allDone(files.map(file => file.flush(enough)));
			await ending.write();
			if (!options.isHeldBack) await ending.name();
		},
		/** Behind `flush`: what was held back takes its name. */
		settle: ending.name,
		/** Leaves nothing of what is not whole. */
		async drop() {
			await Promise.all([...openFiles(), ...ending.files()].map(file => file.drop()));
		},
	};
};

export type DayFiles = ReturnType<typeof createDayFiles>;
