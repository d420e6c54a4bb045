import {FileError} from '../files/file-error.js';
import {createDayFiles, type Written} from './day-files.js';
import {openFormat, type FormatName, type RowType} from './formats.js';
import {createBlockReader} from './block-reader.js';
import type {RowBlock} from './row-block.js';

/** What files are to be written. */
export type RowRequest = {
	readonly format: FormatName;
	readonly folder: string;
	readonly types: readonly RowType[];
	/** A side, in snapshots of the best levels. */
	readonly levels: number;
	/** Whether files that are there are replaced. */
	readonly isForced: boolean;
	/** See `createDayFiles`. */
	readonly isHeldBack: boolean;
};

/** What is wanted of whoever makes files of rows; done in this order. */
export type RowOrder =
	| {readonly type: 'block'; readonly block: RowBlock}
	/** All days that are over are to be made whole. */
	| {readonly type: 'settle'}
	/** Nothing is to be left of what is not whole. */
	| {readonly type: 'drop'};

/** What it tells. */
export type RowNews =
	/** The oldest block that was sent is read. */
	| {readonly type: 'taken'}
	| {readonly type: 'settled'}
	| {readonly type: 'dropped'}
	| {readonly type: 'written'; readonly written: Written}
	/** Beside files of a day, when the book was not proven. */
	| {readonly type: 'gaps'; readonly path: string}
	/** A file is there, and is kept. */
	| {readonly type: 'kept'; readonly path: string}
	/** A file cannot be written, so nothing more is made. `code`: the system's name of the failure. */
	| {readonly type: 'failed'; readonly message: string; readonly code?: string | undefined}
	/** A bug. */
	| {readonly type: 'broken'; readonly error: unknown}
	/** Whoever made rows is gone, and tells nothing more. */
	| {readonly type: 'lost'; readonly error: unknown};

/** Of the best levels of a side, how many are to be told with each change. */
export const topsOf = ({types, levels}: RowRequest): number =>
	Math.max(types.includes('quotes') ? 1 : 0, types.includes('snapshots') ? levels : 0);

const toNews = (error: unknown): RowNews =>
	error instanceof FileError
		? {type: 'failed', message: error.message, code: error.code}
		: {type: 'broken', error};

/** Tells of files as they are made. */
const toWatch = (tell: (news: RowNews) => void) => ({
	onWritten(written: Written) {
		tell({type: 'written', written});
	},
	onGaps(path: string) {
		tell({type: 'gaps', path});
	},
	onKept(path: string) {
		tell({type: 'kept', path});
	},
});

/** Makes files of what blocks hold. */
export const createRowMaker = async (request: RowRequest, tell: (news: RowNews) => void) => {
	const {format, types, levels} = request;
	const days = createDayFiles({
		...request,
		createSheet: await openFormat(format, types, levels),
		...toWatch(tell),
	});
	const read = createBlockReader(days.sinkOf, topsOf(request));
	let handed: Promise<void> = Promise.resolve();
	let hasFailed = false;

	const flush = () => {
		handed = days.flush();
		// Whoever awaits it is told.
		handed.catch(() => undefined);
	};

	const carryOut = async (order: RowOrder) => {
		switch (order.type) {
			case 'block':
				read(order.block);
				// The next block is made rows while those of this one are packed.
				await handed;
				flush();
				tell({type: 'taken'});
				break;
			case 'settle':
				await handed;
				await days.flush();
				await days.settle();
				tell({type: 'settled'});
				break;
			case 'drop':
				await handed.catch(() => undefined);
				await days.drop().finally(() => {
					tell({type: 'dropped'});
				});
		}
	};

	const attempt = async (order: RowOrder) => {
		if (hasFailed && order.type !== 'drop') return;
		try {
			await carryOut(order);
		} catch (error) {
			hasFailed = true;
			tell(toNews(error));
		}
	};

	let last = Promise.resolve();
	return (order: RowOrder): void => {
		last = last.then(() => attempt(order));
	};
};
