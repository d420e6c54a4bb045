import {unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {folderName, takeFree} from '../files/recording-name.js';
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
	const palette = options.isLight ? lightPalette : usualPalette;
	const svg = toSvg(frame, {title: `steem-tui ${market}`, palette});
	const {path} = await takeFree(join(folder, folderName(market, time)), async free => {
		await write(`${free}.svg`, svg);
		try {
			await write(`${free}.txt`, toText(frame));
		} catch (error) {
			// The two have one name, or none.
			await unlink(`${free}.svg`).catch(() => undefined);
			throw error;
		}
	});
	return {paths: [`${path}.svg`, `${path}.txt`]};
};
