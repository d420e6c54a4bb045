import {Counter, Gauge, Histogram, type Registry} from 'prom-client';
import type {RelayStatus} from './relay-status.js';

const prefix = 'steem_tui_relay_';
const labels = ['exchange', 'market'] as const;

type Book = RelayStatus['books'][number];

const gauges: readonly {
	readonly name: string;
	readonly help: string;
	readonly value: (book: Book) => boolean;
}[] = [
	{
		name: 'book_live',
		help: '1 while the book is followed here and proven, else 0',
		value: ({view}) => view?.status === 'live',
	},
	{
		name: 'book_owned',
		help: '1 while the book is published from here, else 0',
		value: ({isOwned}) => isOwned,
	},
];

const counters: readonly {
	readonly name: string;
	readonly help: string;
	readonly value: (status: RelayStatus) => number;
}[] = [
	{
		name: 'messages_total',
		help: 'Messages that the NATS server stored',
		value: ({messages}) => messages,
	},
	{name: 'bytes_total', help: 'Bytes of these messages', value: ({bytes}) => bytes},
	{
		name: 'refused_total',
		help: 'Messages that it refused: another relay was sooner',
		value: ({refused}) => refused,
	},
	{
		name: 'claims_total',
		help: 'Times that a book was taken over',
		value: ({claims}) => claims,
	},
];

/** Seconds: from a server on the same machine to one that hardly answers. */
const publishBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

/** The numbers of a relay, read when they are asked for. Returns what takes how long the server took to store, in seconds. */
export const addRelayMetrics = (registry: Registry, status: () => RelayStatus | null) => {
	const registers = [registry];
	for (const {name, help, value} of gauges)
		new Gauge({
			...{name: prefix + name, help, labelNames: labels, registers},
			collect() {
				this.reset();
				for (const book of status()?.books ?? []) {
					const {exchange, market} = book;
					this.set({exchange, market}, value(book) ? 1 : 0);
				}
			},
		});
	for (const {name, help, value} of counters)
		new Counter({
			...{name: prefix + name, help, registers},
			collect() {
				const told = status();
				this.reset();
				if (told) this.inc(value(told));
			},
		});
	const publish = new Histogram({
		...{name: `${prefix}publish_seconds`, buckets: publishBuckets, registers},
		help: 'From sending a message to its being stored',
	});
	return (seconds: number) => publish.observe(seconds);
};
