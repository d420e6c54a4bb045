import {readFile} from 'node:fs/promises';
import {basename, dirname} from 'node:path';
import {FileError} from '../files/file-error.js';
import {describeWriteError} from '../files/file-system.js';
import {whileHeld} from '../files/hold-name.js';
import {makeFolder} from '../files/make-folder.js';
import {writeText} from '../files/write-text.js';
import {dayOf, type Day, type MarketName} from './book-rows.js';
import type {Sheet} from './data-file.js';
import {toCell} from './names.js';

const columns = 'exchange,symbol,from,to,reason';

const quote = (text: string): string =>
	/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""').replaceAll(/[\r\n]+/g, ' ')}"` : text;

type Line = {
	readonly text: string;
	readonly market: string;
	readonly from: number;
};

const toLine = (text: string): Line => {
	const [exchange = '', symbol = '', from = ''] = text.split(',', 3);
	return {text, market: `${exchange},${symbol}`, from: Number(from)};
};

const readLines = async (path: string): Promise<readonly Line[]> => {
	const text = await readFile(path, 'utf8').catch(() => '');
	return text.split('\n').slice(1).filter(Boolean).map(toLine);
};

const makeFolderOf = async (path: string): Promise<void> => {
	try {
		await makeFolder(dirname(path));
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw new FileError(describeWriteError(path, error), code);
	}
};

/** Writes when books were not proven, beside the files of their rows. To be called for one day after the other. */
export const createGapFiles = (folder: string) => {
	return async (
		{symbol}: MarketName,
		{from, gaps}: Day,
		{exchange, isShared}: Sheet['gaps'],
		paths: readonly string[],
	): Promise<void> => {
		const market = `${exchange},${toCell(symbol.toUpperCase())}`;
		const lines = gaps.map(gap => toLine(`${market},${gap.from},${gap.to},${quote(gap.reason)}`));
		// Of this day, what is known of rows that were replaced is not true any more.
		const isOther = (line: Line) => line.market !== market || dayOf(line.from) !== dayOf(from);
		const write = async (path: string) => {
			const others = isShared ? (await readLines(path)).filter(isOther) : [];
			const all = [...others, ...lines].sort((a, b) => a.from - b.from);
			const text = [columns, ...all.map(line => line.text), ''].join('\n');
			await writeText(path, text, {over: 'any'});
		};
		for (const relative of paths) {
			const path = `${folder}/${relative}`;
			await makeFolderOf(path);
			// Another export of now may tell of its own exchange there.
			if (isShared) await whileHeld(dirname(path), basename(path), () => write(path));
			else await write(path);
		}
	};
};
