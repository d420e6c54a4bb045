import {createHash} from 'node:crypto';
import {Readable} from 'node:stream';
import {createGzip} from 'node:zlib';
import {escapeDocument} from '../safe-text.js';
import {createCastEncoder} from '../recording/asciicast.js';
import {markersOf, type Cast} from './cast-file.js';
import {escapeMarkup} from './markup.js';
import {pageScript, type PageSettings} from './page-script.js';
import {pageStyle} from './page-style.js';
import {usualPalette} from './palette.js';
import type {PlayerFiles} from './player-files.js';
import {withoutLeaving} from './without-leaving.js';

export type PageOptions = {
	readonly title: string;
	/** Milliseconds into the cast of the picture shown until it is played. */
	readonly posterMs: number;
	readonly player: PlayerFiles;
};

/** The cast as the player reads it, line by line. */
function* toLines({columns, rows, moments}: Cast, title: string): Generator<string> {
	const encoder = createCastEncoder({version: 2, columns, rows, startedAt: 0, title});
	yield encoder.header;
	for (const {ms, event} of moments) yield encoder.encode(ms, event);
}

/** Packed, as screens repeat themselves: an hour of them is some 300 MB of text. */
const toData = async (cast: Cast, title: string): Promise<string> => {
	const chunks: Buffer[] = [];
	const packed = Readable.from(toLines(cast, title), {highWaterMark: 1}).pipe(createGzip());
	for await (const chunk of packed) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('base64');
};

/** Settings in the middle of a script. */
const toJson = (settings: PageSettings): string =>
	JSON.stringify(settings).replaceAll('<', '\\u003c');

/** `1:05` or `1:01:05` */
export const toTime = (ms: number): string => {
	const seconds = Math.floor(ms / 1000);
	const pad = (value: number) => String(value).padStart(2, '0');
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	const start = hours > 0 ? `${hours}:${pad(minutes)}` : String(minutes);
	return `${start}:${pad(seconds % 60)}`;
};

const toChapters = (cast: Cast): string => {
	const items = markersOf(cast).map(
		({ms, label}) =>
			`<li><button type="button" data-seconds="${ms / 1000}"><time>${toTime(ms)}</time> ${escapeMarkup(label || 'marker')}</button></li>`,
	);
	return items.length === 0
		? ''
		: `<nav aria-label="Chapters"><h2>Chapters</h2><ol>${items.join('\n')}</ol></nav>`;
};

const hashOf = (script: string) =>
	`'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** No script but ours, and no network at all: what a cast says stays in the page. */
const toPolicy = (scripts: readonly string[]): string =>
	[
		"default-src 'none'",
		`script-src ${scripts.map(hashOf).join(' ')} 'wasm-unsafe-eval'`,
		"style-src 'unsafe-inline'",
		"base-uri 'none'",
		"form-action 'none'",
	].join('; ');

/** Ends neither the element it stands in, nor opens a comment there; the player's own control characters, as escapes. */
const inline = (code: string) =>
	escapeDocument(
		code.replace(/<(?=\/(?:script|style)|!--)/gi, String.raw`\x3c`).replaceAll('\r\n', '\n'),
	);

/** Text for people who read the page's source. */
const toComment = (text: string): string => `<!--\n${text.replaceAll('--', '- -')}-->`;

/** One page that plays a cast without a network: player, cast and chapters are in it. */
export const toPage = async (
	whole: Cast,
	{title, posterMs, player}: PageOptions,
): Promise<string> => {
	const cast = withoutLeaving(whole);
	// The player shows what came before a time, not at it.
	const settings = {posterSeconds: (posterMs + 1) / 1000};
	const scripts = [inline(player.script), inline(pageScript(toJson(settings)))];
	return [
		'<!doctype html>',
		'<html lang="en">',
		'<head>',
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="${toPolicy(scripts)}">`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta name="generator" content="steem-tui; played by asciinema-player, Apache-2.0, https://docs.asciinema.org/manual/player/">',
		`<title>${escapeMarkup(title)}</title>`,
		`<style>${inline(player.style)}</style>`,
		`<style>${pageStyle(cast.palette ?? usualPalette, cast.columns)}</style>`,
		'</head>',
		'<body>',
		`<main><h1>${escapeMarkup(title)}</h1>`,
		'<div id="player"><noscript>This recording needs JavaScript to be played.</noscript></div>',
		`${toChapters(cast)}</main>`,
		`<script type="application/gzip" id="cast">${await toData(cast, title)}</script>`,
		toComment(player.license),
		...scripts.map(script => `<script>${script}</script>`),
		'</body>',
		'</html>\n',
	].join('\n');
};
