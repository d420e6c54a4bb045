import {FileError} from '../files/file-error.js';
import type {MarketName, MarketSink} from './book-rows.js';
import type {Written} from './day-files.js';
import {createBlockWriter} from './row-block.js';
import type {RowNews, RowOrder} from './row-maker.js';

/** Whoever makes files of rows, here or on another thread. */
export type RowPort = {
	send(order: RowOrder): void;
	/** Told of all that comes. */
	listen(hear: (news: RowNews) => void): void;
	/** It is not needed any more. */
	close(): Promise<void>;
};

/** Numbers that are sent at a time, at the least: some thousand levels. */
const enough = 32 * 1024;

/** Blocks that are under way before more is told. */
const mostSent = 4;

type Options = {
	readonly port: RowPort;
	/** Of the best levels of a side, how many are told with each change. */
	readonly tops: number;
	readonly onWritten: (written: Written) => void;
	/** See `createDayFiles`. */
	readonly onGaps: (path: string) => void;
	/** A file is there, and is kept. */
	readonly onKept: (path: string) => void;
};

/** What is known of what was sent, from what comes back. */
const createAnswers = ({port, onWritten, onGaps, onKept}: Omit<Options, 'tops'>) => {
	/** Numbers of blocks that are under way, the oldest first, and those that may be written over. */
	const sent: Float64Array[] = [];
	const free: Float64Array[] = [];
	const answered = {settles: 0, drops: 0};
	let failure: {readonly error: unknown} | null = null;
	let isLost = false;
	let waiters: {readonly isDone: () => boolean; readonly resolve: () => void}[] = [];

	const take = (news: RowNews) => {
		switch (news.type) {
			case 'taken':
				free.push(...sent.splice(0, 1));
				break;
			case 'settled':
				answered.settles++;
				break;
			case 'dropped':
				answered.drops++;
				break;
			case 'written':
				onWritten(news.written);
				break;
			case 'gaps':
				onGaps(news.path);
				break;
			case 'kept':
				onKept(news.path);
				break;
			case 'failed':
				failure ??= {error: new FileError(news.message, news.code)};
				break;
			case 'broken':
			case 'lost':
				failure ??= {error: news.error};
				isLost ||= news.type === 'lost';
		}
	};

	port.listen(news => {
		take(news);
		const done = waiters.filter(({isDone}) => isDone());
		waiters = waiters.filter(waiter => !done.includes(waiter));
		for (const {resolve} of done) resolve();
	});

	return {
		...{sent, free, answered},
		hasFailed: () => failure !== null,
		isLost: () => isLost,
		/** Throws what failed. */
		check() {
			if (failure) throw failure.error;
		},
		/** Resolves as soon as something has come that it waits for. */
		until: (isDone: () => boolean): Promise<void> =>
			isDone() ? Promise.resolve() : new Promise(resolve => waiters.push({isDone, resolve})),
	};
};

/** Sends what markets are told to whoever makes files of it. */
export const createSentDays = (options: Options) => {
	const {port, tops} = options;
	const blocks = createBlockWriter(tops);
	const {sent, free, answered, hasFailed, isLost, check, until} = createAnswers(options);
	let [settles, drops] = [0, 0];

	const send = () => {
		const block = blocks.take(free.pop());
		sent.push(block.numbers);
		port.send({type: 'block', block});
	};

	return {
		/** Of one market. */
		sinkOf: (market: MarketName): MarketSink => blocks.sinkOf(market),
		/** Sends what is there, where it is enough. Resolves once more may be told. Throws `FileError`. */
		async flush() {
			check();
			if (blocks.length() < enough) return;
			send();
			await until(() => hasFailed() || sent.length <= mostSent);
			check();
		},
		/** Resolves once all days that are over are whole. Throws `FileError`. */
		async settle() {
			check();
			send();
			settles++;
			port.send({type: 'settle'});
			await until(() => hasFailed() || answered.settles === settles);
			check();
		},
		/** Leaves nothing of what is not whole. */
		async drop() {
			drops++;
			port.send({type: 'drop'});
			await until(() => isLost() || answered.drops === drops);
		},
	};
};

export type SentDays = ReturnType<typeof createSentDays>;
