import type {Clock} from '../clock.js';
import type {Endpoints, Exchange, Market} from '../exchanges/exchange.js';
import {describeFault, type FeedFault, type FeedStatus} from '../faults.js';
import type {BookKey, BookStatus, BookStore} from '../store/book-store.js';
import type {Transport} from '../transport/transport.js';
import {backoffMs} from './backoff.js';
import {openConnection, type Connection} from './connection.js';
import {createMessageRate} from './message-rate.js';

export type FeedOptions = {
	readonly exchange: Exchange;
	readonly market: Market;
	readonly endpoints: Endpoints;
	readonly key: BookKey;
	readonly store: BookStore;
	readonly transport: Transport;
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
};

export type Feed = {
	/** Replaces the book by a new snapshot, on the same socket. */
	resync(): void;
	stop(): void;
};

/** Seconds between two judgements of whether anything flows, while the book is not in sync. */
const waitSeconds = 3;

/** Time in sync after which the next snapshot request counts as a first one again. */
const calmAfterMs = 10_000;

/** Keeps one book current: connects, follows the client's word, judges silence, comes back. */
export const startFeed = (options: FeedOptions): Feed => {
	const {exchange, market, endpoints, key, store, transport, clock, random} = options;
	const rate = createMessageRate();
	let connection: Connection | null = null;
	let channelIndex = 0;
	let attempt = 0;
	let cancelRetry: () => void = () => undefined;
	/** Our clock's time of the newest sign of life, and of the socket's opening. */
	let lastSign = 0;
	let openedAt: number | null = null;
	let inSyncSince: number | null = null;
	let isStale = false;
	let hasBook = false;
	let note: FeedFault | undefined;
	let lostBy: FeedFault | undefined;
	let told: BookStatus = {status: 'connecting', reason: null, retryAt: null};

	const setStatus = (status: FeedStatus, fault?: FeedFault, retryAt: number | null = null) => {
		const said = fault ?? haltedNote(market);
		const reason = said ? describeFault(said) : null;
		if (status === told.status && reason === told.reason && retryAt === told.retryAt) return;
		told = {status, reason, retryAt};
		store.setStatus(key, told, clock.now());
	};

	const tellSync = () => {
		if (isStale) setStatus('stale', {code: 'silent'});
		else setStatus('live', note);
	};

	const open = () => {
		const channel = exchange.channels[channelIndex] ?? exchange.channels[0];
		lastSign = clock.now();
		if (lostBy) setStatus('reconnecting', lostBy);
		connection = openConnection({
			url: endpoints.ws + channel.path(market),
			restUrl: endpoints.rest,
			client: channel.createClient(market),
			transport,
			clock,
			listener: {
				onOpen() {
					openedAt = clock.now();
					const isStillSilent = lostBy?.code === 'no-data';
					setStatus(hasBook ? 'resyncing' : 'syncing', isStillSilent ? lostBy : undefined);
				},
				onSign(isMessage) {
					lastSign = clock.now();
					if (isMessage) rate.count();
					if (!isStale) return;
					isStale = false;
					if (inSyncSince !== null) tellSync();
				},
				onBook(changes, newNote) {
					let isCrossed = false;
					for (const change of changes) isCrossed = store.apply(key, change, clock.now());
					hasBook = true;
					if (isCrossed) return true;
					note = newNote;
					attempt = 0;
					inSyncSince ??= clock.now();
					tellSync();
					return false;
				},
				onSyncing(fault, retryAt) {
					inSyncSince = null;
					setStatus(hasBook ? 'resyncing' : 'syncing', fault, retryAt);
				},
				onLost,
			},
		});
	};

	const forget = () => {
		connection = null;
		openedAt = null;
		inSyncSince = null;
		isStale = false;
	};

	const onLost = (fault: FeedFault, isUnserved: boolean) => {
		forget();
		lostBy = fault;
		if (isUnserved) channelIndex = (channelIndex + 1) % exchange.channels.length;
		const isNextChannel = isUnserved && channelIndex > 0;
		const delay = isNextChannel ? 0 : backoffMs(attempt++, random);
		setStatus(isUnserved && !isNextChannel ? 'failed' : 'reconnecting', fault, clock.now() + delay);
		cancelRetry = clock.after(delay, open);
	};

	const judgeSilence = () => {
		const silentMs = clock.now() - lastSign;
		if (silentMs >= exchange.deadAfterMs) {
			const detail = `no sign for ${Math.round(silentMs / 1000)} s`;
			connection?.lose({code: 'silent', detail});
		} else if (silentMs >= exchange.staleAfterMs && inSyncSince !== null && !isStale) {
			isStale = true;
			tellSync();
		}
	};

	const judgeFlow = () => {
		const now = clock.now();
		if (inSyncSince !== null) {
			if (now - inSyncSince >= calmAfterMs) connection?.calm();
		} else if (openedAt !== null) {
			const seconds = Math.round((now - openedAt) / 1000);
			if (seconds > 0 && seconds % waitSeconds === 0) connection?.waited();
		}
	};

	const cancelTicks = clock.every(1000, () => {
		store.setRate(key, rate.tick());
		if (!connection) return;
		judgeSilence();
		judgeFlow();
	});

	open();

	return {
		resync() {
			connection?.resync({code: 'asked'});
		},
		stop() {
			cancelTicks();
			cancelRetry();
			connection?.end();
			forget();
		},
	};
};

const haltedNote = ({state}: Market): FeedFault | undefined =>
	state.type === 'halted' ? {code: 'halted', detail: state.word} : undefined;
