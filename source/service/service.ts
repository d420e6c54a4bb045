import type {Clock} from '../clock.js';
import type {ObserveFeed} from '../feed/feed-observer.js';
import type {BookView} from '../store/market-view.js';
import {createBookCounts} from './book-counts.js';
import {createFreeBytes} from './free-bytes.js';
import {createHealth} from './health.js';
import {startHttpServer, type ListenAddress} from './http-server.js';
import {createMetrics} from './metrics.js';
import type {RecorderStatus} from './recorder-status.js';
import type {RelayStatus} from './relay-status.js';

export type ServiceOptions = {
	readonly listen: ListenAddress;
	/** See `HealthOptions`. */
	readonly graceMs: number;
	readonly clock: Clock;
	/** What is recorded into, and how; null where nothing is. */
	readonly recording: {
		/** On the disk that is to have room. */
		readonly folder: string;
		status(): RecorderStatus | null;
	} | null;
	/** How the relay is doing, null before it does anything; undefined for nobody's. */
	readonly relay?: (() => RelayStatus | null) | undefined;
};

/** What a program tells of itself to those who look after it, over HTTP. */
export type Service = {
	/** `http://127.0.0.1:9100` */
	readonly url: string;
	/** Whom feeds tell what comes in. */
	readonly observe: ObserveFeed;
	/** A message of the relay took so many seconds to be stored. */
	stored(seconds: number): void;
	/** The books are these from now on; before, there are none. */
	follow(books: () => readonly BookView[]): void;
	stop(): Promise<void>;
};

/** Serves `/health` and `/metrics`. Rejects where it cannot listen. */
export const startService = async (options: ServiceOptions): Promise<Service> => {
	const {listen, graceMs, clock, recording, relay} = options;
	let books: () => readonly BookView[] = () => [];
	const recorder = () => recording?.status() ?? null;
	const shared = {clock, books: () => books(), recorder, relay: relay ?? (() => null)};
	const kind = relay ? 'relay' : recording ? 'recorder' : null;
	const metrics = createMetrics(
		{...shared, countOf: (exchange, market) => counts.of(exchange, market)},
		kind,
	);
	const counts = createBookCounts(clock, metrics.latencyOf);
	const bytesFree = recording
		? createFreeBytes(recording.folder, clock)
		: () => Promise.resolve(null);
	const health = createHealth({...shared, counts, graceMs, bytesFree, isRelay: kind === 'relay'});
	const server = await startHttpServer(listen, {
		'/health': health.page,
		'/metrics': metrics.page,
	}).catch((error: unknown) => {
		health.stop();
		throw error;
	});
	return {
		url: server.url,
		observe: counts.observe,
		stored: metrics.stored,
		follow(own) {
			books = own;
		},
		async stop() {
			health.stop();
			await server.close();
		},
	};
};
