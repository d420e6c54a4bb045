import type {CaptureEvent, CaptureHeader} from '../../source/capture/capture-format.js';
import {between, type Random} from '../../source/random.js';
import {captureText} from '../helpers/capture-lines.js';
import type {Events} from './damages/events.js';

/** How a capture is written into files: their texts, in the order in which they are given. */
export type Layout = (events: Events, header: CaptureHeader, random: Random) => readonly string[];

const textOf = (events: Events, header: CaptureHeader, from: number): string =>
	captureText(
		events.map(event => ({...event, t: event.t - from})),
		{...header, startedAt: header.startedAt + from},
	);

/** Two files, the second of which begins at another event, with a header of its own. */
const inTwo = (events: Events, header: CaptureHeader, first: number, second: number) => {
	// Times that run backwards would lie before the second file's start.
	const from = Math.min(...events.slice(second).map(({t}) => t), events.at(-1)?.t ?? 0);
	return [textOf(events.slice(0, first), header, 0), textOf(events.slice(second), header, from)];
};

const place = (events: Events, random: Random) =>
	Math.floor((0.1 + 0.8 * random()) * events.length);

/** A line of a program that writes neither a header nor connections, where it would write one. */
const toRaw = (event: CaptureEvent, urls: ReadonlyMap<number, string>): object | null => {
	if (event.kind === 'http') return event;
	if (event.kind !== 'ws' && event.kind !== 'sent') return null;
	const {connection, kind, ...line} = event;
	const url = urls.get(connection);
	if (url === undefined) return null;
	return kind === 'sent' ? {...line, url} : {...line, kind, url};
};

const damageText = (text: string, random: Random): string => {
	const at = Math.floor((0.1 + 0.9 * random()) * text.length);
	const lineEnd = text.indexOf('\n', at) + 1;
	const header = text.slice(0, text.indexOf('\n') + 1);
	const rest = text.slice(lineEnd);
	switch (between(random, 0, 4)) {
		case 0:
			return text.slice(0, at);
		case 1:
			return text.slice(0, at) + rest;
		case 2:
			return `${text.slice(0, lineEnd)}\u0000\u0000\n${rest}`;
		case 3:
			return text.slice(0, lineEnd) + header + rest;
		default:
			return text.slice(0, lineEnd - 1) + rest;
	}
};

export const layouts: Readonly<Record<string, Layout>> = {
	whole: (events, header) => [captureText(events, header)],
	cutInTwo(events, header, random) {
		const at = place(events, random);
		return inTwo(events, header, at, at);
	},
	overlapping(events, header, random) {
		const at = place(events, random);
		return inTwo(events, header, Math.min(events.length, at + between(random, 1, 200)), at);
	},
	withHole(events, header, random) {
		const at = place(events, random);
		return inTwo(events, header, at, Math.min(events.length - 1, at + between(random, 1, 200)));
	},
	otherWayRound(events, header, random) {
		const at = place(events, random);
		return inTwo(events, header, at, at).reverse();
	},
	twice: (events, header) => [captureText(events, header), captureText(events, header)],
	raw(events) {
		const urls = new Map<number, string>();
		const lines: string[] = [];
		for (const event of events) {
			if (event.kind === 'open') urls.set(event.connection, event.url);
			const line = toRaw(event, urls);
			if (line) lines.push(`${JSON.stringify(line)}\n`);
		}
		return [lines.join('')];
	},
	spoiledText: (events, header, random) => [damageText(captureText(events, header), random)],
};
