import type {Clock} from '../clock.js';
import {exchanges} from '../exchanges/index.js';
import {createCaptureWire} from '../playback/capture-wire.js';
import type {Answer} from '../simulator/answer.js';
import {createFaultSite} from '../simulator/fault-site.js';
import {startServer, type LoopbackOptions, type Server} from '../simulator/loopback-server.js';
import {simulatedIds, type SimulatedId} from '../simulator/market-list.js';
import {readContents, type Contents} from './contents.js';
import {play, type PlayOptions} from './player.js';
import {createServedBooks, type ServedBooks} from './served-books.js';
import {createSlowClients} from './slow-clients.js';
import type {Voice} from './voice.js';
import {voices} from './voices/index.js';

export type ServeOptions = Pick<PlayOptions, 'paths' | 'clock' | 'speed' | 'fromMs'> & {
	readonly host: string;
	/** 0: any that is free. */
	readonly port: number;
	/** Whether it begins anew at its end. */
	readonly isLooped: boolean;
	/** Once it has resolved, no more is read. */
	readonly stopped?: Promise<unknown>;
	/** Told once in a sentence what is wrong with the files, or that one is left out. */
	readonly onDefect?: PlayOptions['onDefect'];
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

/** Something that happens once, and is waited for. */
const createMoment = () => {
	let happen: () => void = () => undefined;
	const happened = new Promise<void>(resolve => {
		happen = resolve;
	});
	return {happen: () => happen(), happened};
};

/** Lets clients connect to the exchanges that are spoken; `onConnected` is told of each. */
const createAccept =
	(spoken: ReadonlyMap<string, Voice>, onConnected: () => void): LoopbackOptions['accept'] =>
	url => {
		const {id, own} = split(url) ?? {};
		const open = own === undefined ? null : (spoken.get(id ?? '')?.accept(own) ?? null);
		return (
			open &&
			((socket, wire) => {
				onConnected();
				open(socket, wire);
			})
		);
	};

const reopenMs = 200;

/**
 * Plays a capture with the first client that connects. What is before its beginning is read first: only then clients are
 * let in, as they would take it for what happens.
 */
const startPlaying = (options: ServeOptions, contents: Contents, books: ServedBooks) => {
	const {clock, isLooped, stopped, speed} = options;
	const [reached, connected] = [createMoment(), createMoment()];
	let {onDefect = () => undefined} = options;
	let server: Server | null = null;
	let isStopped = false;
	const stop = () => {
		isStopped = true;
		connected.happen();
	};
	void stopped?.then(stop);

	const hold = createSlowClients(() => server, clock, Number.isFinite(speed));

	/** Returns whether it was not over before it began. */
	const playOnce = async (): Promise<boolean> => {
		let hasBegun = false;
		const onBegin = () => {
			hasBegun = true;
			reached.happen();
			server?.reopen();
			return connected.happened;
		};
		await play({
			...{...options, contents, books, onBegin, onDefect, hold},
			isStopped: () => isStopped,
		});
		onDefect = () => undefined;
		server?.reopen();
		return hasBegun;
	};

	const playAll = async () => {
		while ((await playOnce()) && isLooped && !isStopped) {
			// Ids fall where it begins anew: nobody is to take one book for the other.
			server?.shut();
			books.clear();
			contents.feeds.begin();
			contents.lists.begin();
			// A capture of a moment would be read over and over without a pause.
			await new Promise<void>(resolve => void clock.after(reopenMs, resolve));
		}
	};

	const played = playAll();
	return {
		played,
		/** Resolves when clients are to be let in. */
		ready: Promise.race([reached.happened, played]),
		onConnected: connected.happen,
		/** Who lets them in. */
		use: (own: Server) => (server = own),
		stop,
	};
};

/** Serves a capture; it is played from when the first client connects. Rejects with `CaptureError`, or where the port cannot be had. */
export const serveCapture = async (options: ServeOptions): Promise<Served> => {
	const {paths, clock, host, port} = options;
	const contents = await readContents(paths);
	const books = createServedBooks();
	const spoken = createVoices(contents, books, clock);
	// Nothing is ever made to go wrong on it.
	const site = createFaultSite(simulatedIds[0], clock);
	const answer = createAnswers(contents, books, spoken, clock);
	const playing = startPlaying(options, contents, books);
	const accept = createAccept(spoken, playing.onConnected);
	try {
		await playing.ready;
		const server = playing.use(await startServer({site, answer, accept}, {host, port}));
		return {
			environment: toEnvironment(spoken.keys(), server.host),
			played: playing.played,
			async stop() {
				playing.stop();
				site.stop();
				await server.stop();
			},
		};
	} catch (error) {
		playing.stop();
		throw error;
	}
};
