import {leavesInUse} from '../book/proving.js';
import type {Exchange, Market} from '../exchanges/exchange.js';
import type {Socket, SocketEvent} from '../transport/transport.js';
import type {BookEvent, BookMemory} from './book-events.js';
import {createBookRun, type BookRun} from './book-run.js';
import type {BookTopic} from '../playback/wire.js';

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
	readonly memory: BookMemory;
	readonly tell: (event: BookEvent) => void;
	readonly read: (message: string | Buffer) => StreamMessage;
	/** It is on a connection. */
	readonly onOpen: () => void;
	/** That connection is over. */
	readonly onEnd: (run: BookRun) => void;
	/** Whether the book is proven from now on; not before. */
	readonly onProof: (isProven: boolean) => void;
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

/** Follows one book as the feed does, over all its connections. */
export const createBookStream = (options: BookStreamOptions) => {
	const {exchange, now, memory, tell} = options;
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
		tellProof(run !== null && run.isProven() && !isStale && !isHeld);
	};

	const sign = () => {
		lastSign = now();
		isStale = false;
	};

	const give = (...input: Parameters<BookRun['give']>) => {
		const before = run?.book.sequence;
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

	/** Only who says what it wants is told of it. */
	const subscribe = () => {
		for (const output of createClient()({type: 'open'}))
			if (output.type === 'send') socket?.send(output.data);
	};

	const begin = () => {
		openedAt = now();
		sign();
		options.onOpen();
		run = createBookRun(createClient, tell, memory, leavesInUse(channel.audit));
	};

	const onEvent = (event: SocketEvent) => {
		if (event.type === 'close') {
			end();
			connect();
			return;
		}
		const wasStale = isStale;
		sign();
		if (event.type === 'open') subscribe();
		const message = event.type === 'message' ? options.read(event.data) : null;
		if (message?.isMeant) give({type: 'message', data: message.data}, message.isReply);
		// Most of what comes on a connection of many books is about another: it is a sign of life alone.
		else if (wasStale) judge();
	};

	const connect = () => {
		socket = options.connect(`wss://any${channel.path(market)}`, onEvent, begin);
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
