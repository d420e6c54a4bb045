import type {Clock} from '../../clock.js';
import type {Question} from './market-data.js';

/** Of a minute, for all requests of an address together. */
export const weightPerMinute = 6000;

const usual: Readonly<Record<Exclude<Question, 'depth' | 'day' | 'touch'>, number>> = {
	ping: 1,
	time: 1,
	info: 20,
	trades: 25,
	aggregates: 4,
	klines: 2,
	average: 2,
	tradingDay: 4,
	window: 4,
	price: 2,
};

/** What a day costs: by how many markets it is asked about, of all where none is named. */
const weightOfDay = (query: URLSearchParams): number => {
	if (query.has('symbol')) return 2;
	const count = query.get('symbols')?.split(',').length ?? Infinity;
	if (count <= 20) return 2;
	return count <= 100 ? 40 : 80;
};

/** What a question costs: depth by the levels it asks for, others by how many markets they are about. */
export const weightOf = (question: Question, query: URLSearchParams): number => {
	if (question === 'day') return weightOfDay(query);
	if (question === 'touch') return query.has('symbol') ? 2 : 4;
	if (question !== 'depth') return usual[question];
	const limit = Number(query.get('limit') ?? 100);
	if (limit <= 100) return 5;
	if (limit <= 500) return 25;
	return limit <= 1000 ? 50 : 250;
};

export type Allowance = {
	/** Counts what a request costs. Returns what was used in this minute, and whether that is too much. */
	use(weight: number): {readonly used: number; readonly isTooMuch: boolean};
	/** Seconds until the next minute begins. */
	secondsLeft(): number;
};

export const createAllowance = (clock: Clock): Allowance => {
	let minute = 0;
	let used = 0;
	return {
		use(weight) {
			const now = Math.floor(clock.now() / 60_000);
			if (now !== minute) used = 0;
			minute = now;
			used += weight;
			return {used, isTooMuch: used > weightPerMinute};
		},
		secondsLeft: () => Math.ceil(60 - (clock.now() % 60_000) / 1000),
	};
};

export const tooMuchText = `Too much request weight used; current limit is ${String(weightPerMinute)} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`;
