import type {Clock} from '../clock.js';
import type {FeedObserver} from './feed-observer.js';
import {initialHealth, type BookHealth} from '../store/market-view.js';

/** Latencies kept: about a minute of a busy market. */
const maxLatencies = 512;
const maxEvents = 50;
const rateSeconds = 5;

/** The value below which a share of the sorted values lies. */
const percentile = (sorted: Float64Array, share: number): number =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Per second over the last seconds; `tick` ends one. */
const createRate = () => {
	const counts: number[] = [];
	let current = 0;
	return {
		add(amount: number) {
			current += amount;
		},
		tick(): number {
			counts.push(current);
			current = 0;
			if (counts.length > rateSeconds) counts.shift();
			const sum = counts.reduce((total, count) => total + count, 0);
			return Math.round((sum / counts.length) * 10) / 10;
		},
	};
};

/** The last latencies in milliseconds, kept in order: a new one takes the place of the oldest. */
const createLatencies = () => {
	const latencies = new Float64Array(maxLatencies);
	const sorted = new Float64Array(maxLatencies);
	let count = 0;
	let next = 0;

	/** Where among the sorted ones it stands, or belongs. */
	const find = (ms: number): number => {
		let low = 0;
		let high = count;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((sorted[middle] ?? 0) < ms) low = middle + 1;
			else high = middle;
		}
		return low;
	};

	const removeOldest = () => {
		const index = find(latencies[next] ?? 0);
		sorted.copyWithin(index, index + 1, count--);
	};

	return {
		add(latency: number) {
			const ms = Math.round(latency);
			if (count === maxLatencies) removeOldest();
			const index = find(ms);
			sorted.copyWithin(index + 1, index, count++);
			sorted[index] = ms;
			latencies[next] = ms;
			next = (next + 1) % maxLatencies;
		},
		get(): BookHealth['latencyMs'] {
			if (count === 0) return null;
			const all = sorted.subarray(0, count);
			return {p50: percentile(all, 0.5), p99: percentile(all, 0.99)};
		},
	};
};

/** What is told anew each second. */
type Second = Pick<
	BookHealth,
	'clockOffsetMs' | 'restWeight' | 'heardAt' | 'bytesPerSecond' | 'latencyMs'
>;

const isSame = (one: Second, other: Second): boolean =>
	one.heardAt === other.heardAt &&
	one.bytesPerSecond === other.bytesPerSecond &&
	one.clockOffsetMs === other.clockOffsetMs &&
	one.latencyMs?.p50 === other.latencyMs?.p50 &&
	one.latencyMs?.p99 === other.latencyMs?.p99 &&
	one.restWeight?.used === other.restWeight?.used &&
	one.restWeight?.limit === other.restWeight?.limit;

/** Field by field, as to spread the one takes far longer. */
const withSecond = (health: BookHealth, second: Second): BookHealth => ({
	connectedSince: health.connectedSince,
	heardAt: second.heardAt,
	bytesPerSecond: second.bytesPerSecond,
	latencyMs: second.latencyMs,
	clockOffsetMs: second.clockOffsetMs,
	gaps: health.gaps,
	resyncs: health.resyncs,
	reconnects: health.reconnects,
	restWeight: second.restWeight,
	hosts: health.hosts,
	proof: health.proof,
	lastAudit: health.lastAudit,
	audits: health.audits,
	failedAudits: health.failedAudits,
	events: health.events,
});

/** Counts what happens to one feed; `tick`, once a second, tells it. */
export const createFeedHealth = (clock: Clock, observer?: FeedObserver) => {
	const messages = createRate();
	const bytes = createRate();
	const latencies = createLatencies();
	let health: BookHealth = initialHealth;

	const change = (by: Partial<BookHealth>) => {
		health = {...health, ...by};
	};

	const log = (text: string) => {
		const events = [...health.events, {at: clock.now(), text}].slice(-maxEvents);
		change({events});
	};

	return {
		onMessage(size: number) {
			messages.add(1);
			bytes.add(size);
			observer?.message(size);
		},
		/** Both in epoch milliseconds; a clock that is still off never makes a negative latency. */
		onExchangeTime(exchangeTime: number, offset: number | null) {
			const ms = Math.max(0, clock.now() - exchangeTime + (offset ?? 0));
			latencies.add(ms);
			observer?.latency(ms);
		},
		count(what: 'gaps' | 'resyncs' | 'reconnects') {
			change({[what]: health[what] + 1});
		},
		connected(since: number | null) {
			change({connectedSince: since});
		},
		audited(differences: number) {
			change({
				lastAudit: {at: clock.now(), differences},
				audits: health.audits + 1,
				failedAudits: health.failedAudits + (differences > 0 ? 1 : 0),
			});
		},
		log,
		/** How a loss is seen, and an audit made, on the channel in use. */
		provenBy: (proof: NonNullable<BookHealth['proof']>) => change({proof}),
		/** These hosts are in use. Returns the health with them. */
		uses(hosts: NonNullable<BookHealth['hosts']>): BookHealth {
			const before = health.hosts;
			if (before?.ws === hosts.ws && before.rest === hosts.rest) return health;
			if (before && before.rest !== hosts.rest) log(`requests go to ${hosts.rest} now`);
			change({hosts});
			return health;
		},
		/** Ends a second. `health` is the same object as long as nothing in it changed. */
		tick(more: Pick<BookHealth, 'clockOffsetMs' | 'restWeight' | 'heardAt'>) {
			const {clockOffsetMs, restWeight, heardAt} = more;
			const bytesPerSecond = Math.round(bytes.tick());
			const latencyMs = latencies.get();
			const now = {clockOffsetMs, restWeight, heardAt, bytesPerSecond, latencyMs};
			if (!isSame(now, health)) health = withSecond(health, now);
			return {messagesPerSecond: messages.tick(), health};
		},
	};
};

export type FeedHealth = ReturnType<typeof createFeedHealth>;
