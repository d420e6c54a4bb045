import {Counter, Gauge, Histogram, Registry} from 'prom-client';
import type {Clock} from '../clock.js';
import type {BookView} from '../store/market-view.js';
import type {BookCount} from './book-counts.js';
import type {Answer} from './http-server.js';
import type {RecorderStatus} from './recorder-status.js';
import {addRelayMetrics} from './relay-metrics.js';
import type {RelayStatus} from './relay-status.js';

export type MetricsOptions = {
	readonly clock: Pick<Clock, 'now'>;
	/** The newest views of all books. */
	readonly books: () => readonly BookView[];
	readonly countOf: (exchange: string, market: string) => BookCount;
	/** Null where nothing is recorded, or not yet. */
	readonly recorder: () => RecorderStatus | null;
	/** Null where it is no relay, or not yet. */
	readonly relay: () => RelayStatus | null;
};

type Told = {readonly book: BookView; readonly count: BookCount; readonly now: number};

type BookMetric = {
	/** Behind `steem_tui_`. */
	readonly name: string;
	readonly help: string;
	/** Null where it is not known. */
	readonly value: (told: Told) => number | null;
};

const labels = ['exchange', 'market'] as const;

/** What may go up and down. */
const gauges: readonly BookMetric[] = [
	{
		name: 'book_live',
		help: '1 while the book is proven to be that of the exchange, else 0',
		value: ({book}) => (book.status === 'live' ? 1 : 0),
	},
	{
		name: 'connected',
		help: '1 while the connection of the book is open, else 0',
		value: ({book}) => (book.health.connectedSince === null ? 0 : 1),
	},
	{
		name: 'message_age_seconds',
		help: 'Time since the last websocket message of the book',
		value: ({count: {lastAt}, now}) => (lastAt === null ? null : (now - lastAt) / 1000),
	},
	{
		name: 'relay_lateness_seconds',
		help: "Age of the newest moment that the book's relay vouched for, when that was heard",
		value: ({book: {health}}) =>
			health.relay?.latenessMs == null ? null : health.relay.latenessMs / 1000,
	},
];

/** What is counted from the start of the program on. */
const counters: readonly BookMetric[] = [
	{
		name: 'messages_total',
		help: 'Websocket messages of the book',
		value: ({count}) => count.messages,
	},
	{name: 'bytes_total', help: 'Bytes of these messages', value: ({count}) => count.bytes},
	{
		name: 'reconnects_total',
		help: 'Connections that were lost and regained',
		value: ({book}) => book.health.reconnects,
	},
	{
		name: 'gaps_total',
		help: 'Times that an update was found missing',
		value: ({book}) => book.health.gaps,
	},
	{
		name: 'resyncs_total',
		help: 'Times that the book was in sync and had to be made anew',
		value: ({book}) => book.health.resyncs,
	},
	{
		name: 'audits_total',
		help: 'Comparisons of the book with a fresh one',
		value: ({book}) => book.health.audits,
	},
	{
		name: 'audit_differences_total',
		help: 'Comparisons that found a difference',
		value: ({book}) => book.health.failedAudits,
	},
	{
		name: 'relay_resyncs_total',
		help: 'Times that the book had to be asked for again from its relay',
		value: ({book}) => book.health.relay?.rejoins ?? null,
	},
];

type RecorderMetric = {
	readonly name: string;
	readonly help: string;
	readonly value: (recorder: RecorderStatus) => number;
};

const recorderCounters: readonly RecorderMetric[] = [
	{name: 'recorder_bytes_total', help: 'Bytes written to files', value: ({bytes}) => bytes},
	{
		name: 'recorder_dropped_total',
		help: 'Events that could not be written',
		value: ({lost}) => lost,
	},
	{name: 'recorder_parts_total', help: 'Files that were begun', value: ({parts}) => parts},
];

/** Seconds: from a machine beside the exchange to a link that hardly gets through. */
const latencyBuckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const prefix = 'steem_tui_';

/** Metrics that are read when they are asked for. */
const addBookMetrics = (registry: Registry, {books, countOf, clock}: MetricsOptions) => {
	const each = (value: BookMetric['value'], set: (book: BookView, value: number) => void) => {
		for (const book of books()) {
			const now = clock.now();
			const told = value({book, count: countOf(book.exchange, book.market), now});
			if (told !== null) set(book, told);
		}
	};
	const registers = [registry];
	for (const {name, help, value} of gauges)
		new Gauge({
			...{name: prefix + name, help, labelNames: labels, registers},
			collect() {
				this.reset();
				each(value, ({exchange, market}, told) => this.set({exchange, market}, told));
			},
		});
	for (const {name, help, value} of counters)
		new Counter({
			...{name: prefix + name, help, labelNames: labels, registers},
			collect() {
				this.reset();
				each(value, ({exchange, market}, told) => this.inc({exchange, market}, told));
			},
		});
	new Gauge({
		...{name: `${prefix}rest_weight_used`, labelNames: ['exchange'], registers},
		help: "Request weight used in the exchange's current minute",
		collect() {
			this.reset();
			for (const {exchange, health} of books())
				if (health.restWeight) this.set({exchange}, health.restWeight.used);
		},
	});
};

const addRecorderMetrics = (registry: Registry, {recorder}: MetricsOptions) => {
	for (const {name, help, value} of recorderCounters)
		new Counter({
			...{name: prefix + name, help, registers: [registry]},
			collect() {
				const status = recorder();
				this.reset();
				if (status) this.inc(value(status));
			},
		});
};

/** The page `/metrics`, as Prometheus reads it. `kind`: of whom there are numbers besides those of books. */
export const createMetrics = (options: MetricsOptions, kind: 'recorder' | 'relay' | null) => {
	const registry = new Registry();
	const latencies = new Histogram({
		name: `${prefix}latency_seconds`,
		help: "From the exchange's time of a change to its arrival, by clocks that were compared",
		labelNames: labels,
		buckets: latencyBuckets,
		registers: [registry],
	});
	addBookMetrics(registry, options);
	if (kind === 'recorder') addRecorderMetrics(registry, options);
	const stored = kind === 'relay' ? addRelayMetrics(registry, options.relay) : () => undefined;
	return {
		/** Takes how many seconds a message of a relay took to be stored. */
		stored,
		/** Takes the latencies of a book, in seconds. */
		latencyOf(exchange: string, market: string) {
			const own = latencies.labels({exchange, market});
			return (seconds: number) => own.observe(seconds);
		},
		page: async (): Promise<Answer> => ({
			status: 200,
			type: registry.contentType,
			body: await registry.metrics(),
		}),
	};
};
