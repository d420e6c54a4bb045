import type {BookRows} from './book-rows.js';
import type {Trade} from '../book/trade.js';

/** A file of rows in the making. */
export type DataFile = {
	readonly path: string;
	/** How many rows there are, and the local times of the first and the last, in microseconds since 1970. */
	facts(): RowFacts;
	/**
	 * Hands over what was buffered, where that is so many bytes, or as many as are packed at once. Not to be called again
	 * before it has resolved.
	 */
	flush(enough: number): Promise<void>;
	/** All rows are there: it is made whole. */
	end(): Promise<void>;
	/** Once it is whole: it takes its name. */
	keep(): Promise<void>;
	/** Leaves nothing of it. */
	drop(): Promise<void>;
};

export type RowFacts = {readonly rows: number; readonly from: number; readonly to: number};

export const createRowCount = () => {
	let [rows, from, to] = [0, 0, 0];
	return {
		/** So many at a local time, in microseconds since 1970. */
		add(count: number, localTime: number) {
			if (rows === 0) from = localTime;
			rows += count;
			to = localTime;
		},
		facts: (): RowFacts => ({rows, from, to}),
	};
};

/** Where gaps are told, and the files of rows that they are told of. */
export type GapsPlace = {readonly path: string; readonly rows: readonly string[]};

/** One market's rows of one UTC day, in one or several files. */
export type Sheet = {
	book(rows: BookRows): void;
	/** `localTime`: microseconds since 1970. */
	trades(trades: readonly Trade[], localTime: number): void;
	/** Those that were begun. */
	files(): readonly DataFile[];
	/** Where it is told when the book was not proven. */
	readonly gaps: {
		/** As the rows beside it, or their folders, name it. */
		readonly exchange: string;
		/** Each beside files that there are or may be. */
		readonly places: readonly GapsPlace[];
		/** Whether other days, and the market on other exchanges, are told of there as well. */
		readonly isShared: boolean;
	};
};

/** The name of a file that is to be written; null for one that is there and is kept. */
export type Place = (path: string) => string | null;

export type SheetOptions = {
	readonly exchange: string;
	readonly symbol: string;
	/** The number of the UTC day. */
	readonly day: number;
	readonly place: Place;
};
