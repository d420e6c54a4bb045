import {createWriteStream} from 'node:fs';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import {encodeEvent, encodeHeader} from '../capture/capture-format.js';
import {reportName, takeFree} from '../files/recording-name.js';
import {createCastEncoder} from './asciicast.js';
import type {ScreenHistory} from './screen-past.js';
import type {WireHistory} from './wire-past.js';

export type BugReport = {
	/** The folder in which the report's own is made. */
	readonly parent: string;
	readonly wire: WireHistory;
	readonly screen: ScreenHistory;
	/** Exchange ids. */
	readonly exchanges: readonly string[];
	readonly appVersion: string;
	/** A time of the clock as epoch milliseconds. */
	readonly wall: (at: number) => number;
	/** By the clock. */
	readonly now: number;
	/** What else is known, as JSON. */
	readonly facts: string;
};

/** Events between which keys, timers and sockets have their turn. */
const atOnce = 200;

function* linesOf({wire, exchanges, appVersion, wall, now}: BugReport): Generator<string> {
	const startedAt = Math.floor(wall(wire.from));
	yield encodeHeader({startedAt, market: wire.market, exchanges, app: appVersion});
	let lines = '';
	let count = 0;
	let last = 0;
	const toLine = (at: number, event: Parameters<typeof encodeEvent>[0]) => {
		last = Math.max(last, at - wire.from);
		return encodeEvent({...event, t: last});
	};
	for (const {at, event} of wire.events) {
		lines += toLine(at, {t: 0, ...event});
		if (++count % atOnce === 0) {
			yield lines;
			lines = '';
		}
	}
	yield lines + toLine(now, {t: 0, kind: 'marker', label: 'bug report'});
}

const castOf = ({screen, wall, now, wire}: BugReport): string => {
	const {columns, rows, from, events} = screen;
	const encoder = createCastEncoder({
		...{version: 2, columns, rows, title: `${wire.market} order books`},
		startedAt: Math.floor(wall(from)),
	});
	const lines = events.map(({at, event}) => encoder.encode(at - from, event));
	const marker = encoder.encode(now - from, {code: 'm', label: 'bug report'});
	return [encoder.header, ...lines, marker].join('');
};

const writeInto = async (folder: string, report: BugReport): Promise<void> => {
	const mode = 0o600;
	await writeFile(join(folder, 'report.json'), `${report.facts}\n`, {mode});
	await writeFile(join(folder, 'session.cast'), castOf(report), {mode});
	const wire = createWriteStream(join(folder, 'feed.jsonl.gz'), {mode});
	await pipeline(Readable.from(linesOf(report)), createGzip(), wire);
};

/**
 * Writes a report into a folder of its own: the wire, the screen and what else is known. Returns where it lies; rejects
 * where it cannot be written, and leaves nothing then.
 */
export const writeBugReport = async (report: BugReport): Promise<string> => {
	const wanted = join(report.parent, reportName(report.wall(report.now)));
	const {path: folder} = await takeFree(wanted, async path => {
		await mkdir(path, {mode: 0o700});
	});
	try {
		await writeInto(folder, report);
	} catch (error) {
		await rm(folder, {recursive: true, force: true}).catch(() => undefined);
		throw error;
	}
	return folder;
};
