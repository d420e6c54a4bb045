import type {Clock} from '../clock.js';
import {exchanges} from '../exchanges/index.js';
import {createCaptureWire} from '../playback/capture-wire.js';
import type {Answer} from '../simulator/answer.js';
import {createFaultSite} from '../simulator/fault-site.js';
import {startServer, type LoopbackOptions} from '../simulator/loopback-server.js';
import {simulatedIds, type SimulatedId} from '../simulator/market-list.js';
import {readContents, type Contents} from './contents.js';
import {play, type PlayOptions} from './player.js';
import {createServedBooks, type ServedBooks} from './served-books.js';
import type {Voice} from './voice.js';
import {voices} from './voices/index.js';

export type ServeOptions = Pick<PlayOptions, 'paths' | 'clock' | 'speed' | 'fromMs'> & {
	readonly host: string;
	/** 0: any that is free. */
	readonly port: number;
	/** Whether it begins anew at its end. */
	readonly isLooped: boolean;
};

export type Served = {
	/** The variables that lead to each exchange, by name. */
	readonly environment: Readonly<Record<string, string>>;
	/** Resolves when the capture was played to its end, and rejects where it cannot be read. */
	readonly played: Promise<void>;
	stop(): Promise<void>;
};

const isSimulated = (id: string): id is SimulatedId => simulatedIds.some(known => known === id);

const createVoices = (contents: Contents, books: ServedBooks, clock: Clock) =>
	new Map(
		contents.exchanges.filter(isSimulated).map((id): [string, Voice] => {
			const site = createFaultSite(id, clock);
			const voice = voices[id]({
				site,
				feed: name => contents.feed(id, name),
				book: (symbol, channel = 0) => books.get(id, channel, symbol),
				recorded: symbol => books.answer('book', id, symbol),
				losses: () => books.losses(id),
			});
			return [id, voice];
		}),
	);

/** The exchange that an address is of, and the address as that one knows it; null for none. */
const split = (url: URL): {readonly id: string; readonly own: URL} | null => {
	const [, id, path = '/'] = /^\/([a-z]+)(\/.*)?$/.exec(url.pathname) ?? [];
	if (id === undefined) return null;
	const own = new URL(url);
	own.pathname = path;
	return {id, own};
};

const refuse = (status: number, message: string, headers?: Answer['headers']): Answer => ({
	status,
	body: JSON.stringify({error: message}),
	...(headers && {headers}),
});

/** Answers what is asked by REST. */
const createAnswers = (
	contents: Contents,
	books: ServedBooks,
	spoken: ReadonlyMap<string, Voice>,
	clock: Clock,
) => {
	const wire = createCaptureWire([]);
	const find = (voice: Voice, id: string, url: URL): Answer => {
		const purpose = wire.purposeOf(url.href);
		if (purpose?.exchange !== id) return refuse(404, 'the capture has no answer to this');
		const now = Math.trunc(clock.now());
		if (purpose.kind === 'list') {
			const list = contents.lists.find(purpose);
			return list
				? {status: 200, body: list.data}
				: refuse(404, 'the capture has no list of markets');
		}
		if (purpose.kind === 'day') return refuse(404, 'the last 24 hours are not served');
		if (purpose.kind === 'trades') {
			const trades = books.answer('trades', id, purpose.symbol);
			// They are of before the recording's own request: what came since is on its streams.
			return trades === null
				? refuse(404, 'the capture has no trades of before up to this moment')
				: {status: 200, body: trades};
		}
		const body = purpose.kind === 'time' ? voice.time(now) : voice.snapshot(purpose.symbol, url);
		if (body !== null) return {status: 200, body};
		return refuse(503, 'the book is not proven at this moment of the capture', {
			'retry-after': '1',
		});
	};
	return (url: URL): Answer => {
		const {id, own} = split(url) ?? {};
		const voice = spoken.get(id ?? '');
		if (!voice || id === undefined || own === undefined) return refuse(404, 'no such exchange');
		const answer = find(voice, id, own);
		const date = new Date(clock.now()).toUTCString();
		return {...answer, headers: {...answer.headers, date}};
	};
};

const toEnvironment = (ids: Iterable<string>, host: string): Readonly<Record<string, string>> =>
	Object.fromEntries(
		[...ids].flatMap(id => {
			const own = exchanges.find(exchange => exchange.id === id)?.endpointVariables;
			return own
				? [
						[own.ws, `ws://${host}/${id}`],
						[own.rest, `http://${host}/${id}`],
					]
				: [];
		}),
	);

/** Lets the capture begin with the first connection. */
const createStart = () => {
	let start: () => void = () => undefined;
	const begun = new Promise<void>(resolve => {
		start = resolve;
	});
	return {start: () => start(), begun};
};

const reopenMs = 200;

/** Serves a capture; it is played from when the first client connects. Rejects with `CaptureError`, or where the port cannot be had. */
export const serveCapture = async (options: ServeOptions): Promise<Served> => {
	const {paths, clock, isLooped, host, port} = options;
	const contents = await readContents(paths);
	const books = createServedBooks();
	const spoken = createVoices(contents, books, clock);
	const {start, begun} = createStart();
	let isStopped = false;

	const accept: LoopbackOptions['accept'] = url => {
		const {id, own} = split(url) ?? {};
		const open = own === undefined ? null : (spoken.get(id ?? '')?.accept(own) ?? null);
		return (
			open &&
			((socket, wire) => {
				start();
				open(socket, wire);
			})
		);
	};
	// Nothing is ever made to go wrong on it.
	const site = createFaultSite(simulatedIds[0], clock);
	const answer = createAnswers(contents, books, spoken, clock);
	const server = await startServer({site, answer, accept}, {host, port});

	const playAll = async () => {
		await begun;
		for (;;) {
			await play({...options, contents, books, isStopped: () => isStopped});
			if (!isLooped || isStopped) return;
			// Ids fall where it begins anew: nobody is to take one book for the other.
			server.refuse(reopenMs);
			books.clear();
			contents.feeds.begin();
			// A capture of a moment would be read over and over without a pause.
			await new Promise<void>(resolve => void clock.after(reopenMs, resolve));
		}
	};

	return {
		environment: toEnvironment(spoken.keys(), server.host),
		played: playAll(),
		async stop() {
			isStopped = true;
			start();
			site.stop();
			await server.stop();
		},
	};
};
