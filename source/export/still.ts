import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {folderName, freePath} from '../files/recording-name.js';
import {toText} from './cells.js';
import {frameOfPicture} from './play-cast.js';
import {lightPalette, usualPalette} from './palette.js';
import {toSvg} from './svg.js';
import {writeText} from '../files/write-text.js';

export type StillOptions = {
	/** All that brings a blank terminal to what is on the screen. */
	readonly picture: string;
	readonly columns: number;
	readonly rows: number;
	/** Whether the screen's colours are made for a light background. @default false */
	readonly isLight?: boolean;
	/** `STEEM/USDT` */
	readonly market: string;
	/** Where the files are put. It has to be there. */
	readonly folder: string;
	/** Epoch milliseconds, for the names. */
	readonly time: number;
	/** What takes a text to the disk; a test hands in its own. */
	readonly write?: typeof writeText;
};

export type Still = {
	/** The picture's, then the text's. */
	readonly paths: readonly [svg: string, text: string];
};

/**
 * Saves the screen as `steem-tui-STEEM-USDT-20260102-030405.svg` and `.txt`, over no other file.
 * Rejects with an `FileError` that says in a sentence what stood in the way.
 */
export const saveStill = async (options: StillOptions): Promise<Still> => {
	const {picture, columns, rows, market, folder, time, write = writeText} = options;
	const frame = await frameOfPicture(picture, columns, rows);
	const isTaken = (path: string) => existsSync(`${path}.svg`) || existsSync(`${path}.txt`);
	const path = freePath(join(folder, folderName(market, time)), isTaken);
	const paths = [`${path}.svg`, `${path}.txt`] as const;
	const palette = options.isLight ? lightPalette : usualPalette;
	await write(paths[0], toSvg(frame, {title: `steem-tui ${market}`, palette}));
	await write(paths[1], toText(frame));
	return {paths};
};
