import {leavesInUse} from '../book/proving.js';
import type {Exchange, ExchangeClient, Market} from '../exchanges/exchange.js';
import {laggingMs, mayLag} from '../playback/lagging-answers.js';
import type {ReplaySocket} from '../playback/listener-socket.js';
import type {Socket, SocketEvent} from '../transport/transport.js';
import type {BookEvent, BookMemory} from './book-events.js';
import {createSilence} from './link-silence.js';
import type {Standing, StreamWatch} from './book-watch.js';
import {isWaitDue} from '../feed/due.js';
import {createBookRun, type BookRun} from './book-run.js';
import {endOf, type EndOf} from './loss-reason.js';
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
		/** It is about to be told what was heard on one so far, and then was. */
		onBound: () => void,
		onTold: () => void,
	) => ReplaySocket;
	/** Milliseconds since the start of the capture. */
	readonly now: () => number;
	/** Of its connections before, where its ids mean something on another connection too. */
	readonly memory: BookMemory | undefined;
	/** In the order of the capture. */
	readonly tell: (event: BookEvent) => void;
	/** What a message is to this book. */
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

const standingOf = (run: BookRun | EndOf, isHeld: boolean, isStale: boolean): Standing => {
	if (typeof run === 'string') return {isProven: false, why: run};
	if (isHeld) return {isProven: false, why: 'hole'};
	if (isStale) return {isProven: false, why: 'silent'};
	if (run.isProven()) return {isProven: true, book: run.book};
	return {isProven: false, why: run.isInSync() ? 'shallow' : 'unsynced'};
};

/** Whether a snapshot may lack what was pushed before, which nothing tells. */
const isDoubtful = ({channel}: BookTopic, run: BookRun | null, openMs: number): boolean =>
	mayLag(channel) && !run?.isInSync() && openMs < laggingMs;

const clientOf = ({channel, symbol}: BookTopic): ExchangeClient =>
	channel.createClient(toMarket(symbol));

/** Only who says what it wants is told of it. */
const subscribe = (topic: BookTopic, socket: Socket | null): void => {
	for (const output of clientOf(topic)({type: 'open'}))
		if (output.type === 'send') socket?.send(output.data);
};

const createRun = ({topic, tell, memory, watch}: BookStreamOptions): BookRun =>
	createBookRun(() => clientOf(topic), tell, memory, leavesInUse(topic.channel.audit), watch);

const createSettling = ({onProof, watch}: Pick<BookStreamOptions, 'onProof' | 'watch'>) => {
	const tellProof = onChange(onProof);
	return (standing: Standing) => {
		tellProof(standing.isProven);
		watch?.settled(standing);
	};
};

/**
 * What follows the book on the connection of the moment, and whether the book is proven by it; `onLeft`: its client has
 * given that up.
 */
const createProven = (options: BookStreamOptions, isStale: () => boolean, onLeft: () => void) => {
	const {topic, watch} = options;
	const settle = createSettling(options);
	let run: BookRun | null = null;
	let ended: EndOf = 'closed';
	/** Nothing was recorded for a while: only the next change that links tells that none is missing. */
	let isHeld = false;
	/** What it is told was heard before: what was proven then is not now. */
	let isPast = false;

	const judge = () => {
		if (!isPast) settle(standingOf(run ?? ended, isHeld, isStale()));
	};

	const give = (...input: Parameters<BookRun['give']>) => {
		const before = run?.book.sequence;
		watch?.before();
		const isLeft = run?.give(...input) === true;
		if (run?.book.sequence !== before) isHeld = false;
		judge();
		if (isLeft && input[0].type !== 'response') onLeft();
	};

	return {
		/** Null while no connection is open. */
		...{get: () => run, give},
		/** A snapshot came over HTTP, so many milliseconds after the connection opened. */
		answer(body: string, openMs: number) {
			if (!isDoubtful(topic, run, openMs)) give({type: 'response', body});
		},
		/** To be called where the connection has become silent, or is heard again. */
		judge,
		/** Once a second. After what could not be read, the client goes by a snapshot only once it has waited. */
		look(openMs: number) {
			if (isStale()) judge();
			else if (run?.isUnread() && isWaitDue(openMs)) give({type: 'waited'});
		},
		begin() {
			options.onOpen();
			run = createRun(options);
			isPast = true;
		},
		/** What it is told from now on is heard now. */
		goOn() {
			isPast = false;
			if (run) judge();
		},
		end(how: EndOf) {
			const before = run;
			[run, ended, isHeld, isPast] = [null, how, false, false];
			judge();
			if (before) options.onEnd(before);
		},
		/** Nothing was recorded from now on. */
		hold() {
			isHeld = run !== null;
			if (isHeld) judge();
		},
	};
};

const toUrl = ({exchange, topic}: BookStreamOptions): string =>
	`wss://${capturedHost(exchange)}${topic.channel.path(toMarket(topic.symbol))}`;

/** Follows one book as the feed does, over all its connections. */
export const createBookStream = (options: BookStreamOptions) => {
	const silence = createSilence(options.now, options.exchange);
	const run = createProven(options, silence.isStale, () => {
		beginAnew(socket?.hasAnother() === false);
	});
	let socket: ReplaySocket | null = null;

	const begin = () => {
		silence.opened();
		run.begin();
	};

	const onEvent = (event: SocketEvent) => {
		if (event.type === 'close') {
			run.end(endOf(event));
			connect();
			return;
		}
		const wasStale = silence.isStale();
		silence.sign(event.type === 'pong', event.heardAt);
		if (event.type === 'open') subscribe(options.topic, socket);
		const message = event.type === 'message' ? options.read(event.data) : null;
		if (message?.isMeant) run.give({type: 'message', data: message.data}, message.isReply);
		// Most of what comes on a connection of many books is about another: it is a sign of life alone.
		else if (wasStale !== silence.isStale()) run.judge();
	};

	const connect = () => {
		socket = options.connect(toUrl(options), onEvent, begin, run.goOn);
	};

	/**
	 * Nothing of what it was told goes on, although its connection may; `isToldAgain`: what came on that may make a book
	 * to whoever is told it once more, with the snapshot that is known now.
	 */
	const beginAnew = (isToldAgain = false) => {
		if (isToldAgain) socket?.release();
		else socket?.close();
		run.end('closed');
		connect();
	};

	connect();
	return {
		/** `run`: null while no connection is open for it; `openMs`: for how long that is; `hold`: nothing was recorded from now on. */
		...{beginAnew, run: run.get, openMs: silence.openMs, hold: run.hold},
		/** A snapshot of it came over HTTP. */
		onSnapshot(body: string) {
			if (run.get()) run.answer(body, silence.openMs());
		},
		/** Once a second, as the feed looks for silence. */
		tick() {
			if (!run.get()) return;
			// What came on the one that it went over to may make a book.
			const isUntold = socket?.isMoved() === true && !run.get()?.isInSync();
			if (isUntold || silence.look()) beginAnew(isUntold);
			else run.look(silence.openMs());
		},
	};
};

export type BookStream = ReturnType<typeof createBookStream>;
