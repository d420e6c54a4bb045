import {existsSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';

/** Where the real traffic lies: beside the checkout, or where the variable says. Not part of the repository. */
export const captureFolder =
	process.env['STEEM_TUI_CAPTURES'] ??
	new URL('../../../shared/captures', import.meta.url).pathname;

/** What `node:test` shows where the folder is missing; false where it is there. */
export const skipWithoutCaptures = existsSync(captureFolder)
	? false
	: `no captures in ${captureFolder}: set STEEM_TUI_CAPTURES to their folder`;

export type CaptureLine = {
	readonly t: number;
	readonly kind: 'ws' | 'http';
	readonly url: string;
	readonly data: string;
	readonly encoding?: string;
	/** Of text that came in a binary frame. */
	readonly frame?: 'binary';
};

export const readCapture = (file: string): readonly CaptureLine[] => {
	const bytes = readFileSync(`${captureFolder}/${file}`);
	const text = file.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
	return text
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as CaptureLine);
};

/** One message as the socket delivered it. */
export const toSocketData = ({data, encoding}: CaptureLine): string | Buffer =>
	encoding === 'gzip+base64' ? Buffer.from(data, 'base64') : data;

export type ExpectedBook = {
	readonly synced_at_end: boolean;
	readonly sequence: number | null;
	readonly levels: {readonly bids: number; readonly asks: number};
	readonly top20: {
		readonly bids: readonly (readonly [string, string])[];
		readonly asks: readonly (readonly [string, string])[];
	};
	readonly sha256_full_book: string;
	readonly events: {readonly gaps: readonly unknown[]};
	readonly book_before_last_gap?: Omit<ExpectedBook, 'synced_at_end'>;
};

/** The books a capture ends on, by the exchange's symbol. */
export const readExpected = (file: string): Readonly<Record<string, ExpectedBook>> => {
	const name = file.replace(/\.jsonl(\.gz)?$/, '.json');
	const text = readFileSync(`${captureFolder}/expected/${name}`, 'utf8');
	return (JSON.parse(text) as {books: Record<string, ExpectedBook>}).books;
};
