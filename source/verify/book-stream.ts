import {leavesInUse} from '../book/proving.js';
import type {Exchange, ExchangeClient, Market} from '../exchanges/exchange.js';
import type {Socket, SocketEvent} from '../transport/transport.js';
import type {BookEvent, BookMemory} from './book-events.js';
import type {Standing, StreamWatch} from './book-watch.js';
import {createBookRun, type BookRun} from './book-run.js';
import {capturedHost, type BookTopic} from '../playback/wire.js';

export type StreamMessage = {
	/** As text where it is one. */
	readonly data: string | Buffer;
	/** Whether the client is told: of another book it need not know. */
	readonly isMeant: boolean;
	/** Whether it is a snapshot that was asked for. */
	readonly isReply: boolean;
};

export type BookStreamOptions = {
	readonly exchange: Exchange;
	readonly topic: BookTopic;
	/** Connects as a client of today does; what it hears is what that would. */
	readonly connect: (
		url: string,
		onEvent: (event: SocketEvent) => void,
		onBound: () => void,
	) => Socket;
	/** Milliseconds since the start of the capture. */
	readonly now: () => number;
	/** Where its ids mean something on another connection too. */
	readonly memory: BookMemory | undefined;
	readonly tell: (event: BookEvent) => void;
	readonly read: (message: string | Buffer) => StreamMessage;
	/** It is on a connection. */
	readonly onOpen: () => void;
	/** That connection is over. */
	readonly onEnd: (run: BookRun) => void;
	/** Whether the book is proven from now on; not before. */
	readonly onProof: (isProven: boolean) => void;
	readonly watch?: StreamWatch | undefined;
};

export const toMarket = (symbol: string): Market => ({
	base: symbol,
	quote: '',
	symbol,
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
});

/** Passes on what is other than before; at first it is false. */
const onChange = (tell: (value: boolean) => void) => {
	let before = false;
	return (value: boolean) => {
		if (value === before) return;
		before = value;
		tell(value);
	};
};

const standingOf = (run: BookRun | null, isHeld: boolean, isStale: boolean): Standing => {
	if (run === null) return {isProven: false, why: 'closed'};
	if (isHeld) return {isProven: false, why: 'hole'};
	if (isStale) return {isProven: false, why: 'silent'};
	if (run.isProven()) return {isProven: true, book: run.book};
	return {isProven: false, why: run.isInSync() ? 'shallow' : 'unsynced'};
};

/** Only who says what it wants is told of it. */
const subscribe = (client: ExchangeClient, socket: Socket | null): void => {
	for (const output of client({type: 'open'}))
		if (output.type === 'send') socket?.send(output.data);
};

/** Follows one book as the feed does, over all its connections. */
export const createBookStream = (options: BookStreamOptions) => {
	const {exchange, now, memory, tell, watch} = options;
	const {channel, symbol} = options.topic;
	const market = toMarket(symbol);
	const createClient = () => channel.createClient(market);
	const tellProof = onChange(options.onProof);
	let socket: Socket | null = null;
	let run: BookRun | null = null;
	let [openedAt, lastSign] = [0, 0];
	let isStale = false;
	/** Nothing was recorded for a while: only the next change that links tells that none is missing. */
	let isHeld = false;

	const judge = () => {
		const standing = standingOf(run, isHeld, isStale);
		tellProof(standing.isProven);
		watch?.settled(standing);
	};

	const sign = () => {
		lastSign = now();
		isStale = false;
	};

	const give = (...input: Parameters<BookRun['give']>) => {
		const before = run?.book.sequence;
		watch?.before();
		run?.give(...input);
		if (run?.book.sequence !== before) isHeld = false;
		judge();
	};

	const end = () => {
		const ended = run;
		run = null;
		isHeld = false;
		judge();
		if (ended) options.onEnd(ended);
	};

	const begin = () => {
		openedAt = now();
		sign();
		options.onOpen();
		run = createBookRun(createClient, tell, memory, leavesInUse(channel.audit), watch);
	};

	const onEvent = (event: SocketEvent) => {
		if (event.type === 'close') {
			end();
			connect();
			return;
		}
		const wasStale = isStale;
		sign();
		if (event.type === 'open') subscribe(createClient(), socket);
		const message = event.type === 'message' ? options.read(event.data) : null;
		if (message?.isMeant) give({type: 'message', data: message.data}, message.isReply);
		// Most of what comes on a connection of many books is about another: it is a sign of life alone.
		else if (wasStale) judge();
	};

	const connect = () => {
		const url = `wss://${capturedHost(exchange)}${channel.path(market)}`;
		socket = options.connect(url, onEvent, begin);
	};

	connect();
	return {
		/** Null while no connection is open for it. */
		run: () => run,
		/** Milliseconds for which its connection has been open. */
		openMs: () => now() - openedAt,
		/** A snapshot of it came over HTTP. */
		onSnapshot(body: string) {
			if (run) give({type: 'response', body});
		},
		/** Once a second, as the feed looks for silence. */
		tick() {
			if (!run) return;
			const silentMs = now() - lastSign;
			if (silentMs >= exchange.deadAfterMs) {
				socket?.close();
				end();
				connect();
			} else if (silentMs >= exchange.staleAfterMs) {
				isStale = true;
				judge();
			}
		},
		/** Nothing was recorded from now on. */
		hold() {
			if (run === null) return;
			isHeld = true;
			judge();
		},
	};
};

export type BookStream = ReturnType<typeof createBookStream>;
