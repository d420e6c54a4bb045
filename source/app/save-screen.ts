import {extname} from 'node:path';
import type {Clock} from '../clock.js';
import {shortPath} from '../files/short-path.js';

/** The screen to be saved, which says how it went. */
export type Saveable = {
	/** All that brings a blank terminal to what the screen shows. */
	picture(): string;
	/** What it is drawn for, in cells. */
	size(): {readonly columns: number; readonly rows: number};
	isLight(): boolean;
	notify(text: string): void;
};

export type SaveOptions = {
	readonly app: Saveable;
	readonly clock: Clock;
	/** `STEEM/USDT` */
	readonly market: string;
	/** Where the pictures go. */
	readonly folder: string;
};

/** Saves what is on the screen now as SVG and text, and says on it where, or why not. */
export const saveScreen = async ({app, clock, ...where}: SaveOptions): Promise<void> => {
	const still = {
		...where,
		picture: app.picture(),
		...app.size(),
		isLight: app.isLight(),
		time: clock.wall(),
	};
	try {
		const {saveStill} = await import('../export/still.js');
		const [picture, text] = (await saveStill(still)).paths;
		// They differ in their endings alone.
		app.notify(`saved ${shortPath(picture)} and ${extname(text)}`);
	} catch (error) {
		app.notify(error instanceof Error ? error.message : String(error));
	}
};
