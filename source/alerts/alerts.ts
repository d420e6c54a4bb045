import type {Clock} from '../clock.js';
import type {FeeOf} from '../book/edge.js';
import type {BookView} from '../store/market-view.js';
import type {Alert, AlertRule} from './alert-rule.js';
import {createBookPasts} from './book-pasts.js';
import {readRule, type Reading} from './readings.js';

/** A rule goes off at most once in so many milliseconds. */
export const restMs = 10_000;

/** How long a rule has to be false before it may go off again. */
export const calmMs = 5000;

/** How far one reading of a rule has come. */
type Progress = {
	/** Whether it has told that it is true, and has not been false for long enough since. */
	readonly isTold: boolean;
	/** Since when it is known to be false, by the clock; null where it was true last, or was never known. */
	readonly calmSince: number | null;
	/** Of what is counted, how much was told. */
	readonly counted: number;
};

const initial: Progress = {isTold: false, calmSince: null, counted: 0};

const isCounted = ({condition}: AlertRule): boolean =>
	condition.type === 'gap' || condition.type === 'lost';

/** As far as it has come by itself, before it is told. */
const goOn = (progress: Progress, {isTrue}: Reading, now: number): Progress => {
	// What it was meanwhile counts for nothing: it is false from here on, where it was last.
	if (isTrue === null)
		return progress.calmSince === null ? progress : {...progress, calmSince: now};
	if (isTrue) return {...progress, calmSince: null};
	const calmSince = progress.calmSince ?? now;
	return {...progress, calmSince, isTold: progress.isTold && now - calmSince < calmMs};
};

export type AlertsOptions = {
	readonly rules: readonly AlertRule[];
	readonly feeOf: FeeOf;
	readonly clock: Pick<Clock, 'now' | 'wall'>;
};

/** One rule, and how far it has come of each book. */
const createRuleState = (rule: AlertRule) => {
	let progresses = new Map<string, Progress>();
	let toldAt = -Infinity;

	/** What a count has grown by since it was told. */
	const sinceTold = (reading: Reading): Reading => {
		const news = Number(reading.value) - (progresses.get(reading.key)?.counted ?? 0);
		return {...reading, isTrue: news > 0, value: String(news)};
	};

	const isDue = ({key, isTrue}: Reading): boolean =>
		isTrue === true && (isCounted(rule) || !progresses.get(key)?.isTold);

	const tell = ({key, value}: Reading, now: number) => {
		toldAt = now;
		const progress = progresses.get(key) ?? initial;
		const counted = progress.counted + (isCounted(rule) ? Number(value) : 0);
		progresses.set(key, {isTold: true, calmSince: null, counted});
	};

	return {
		rule,
		/** The reading that goes off now, one at the most: the others wait for their turn, and go off if still true then. */
		look(found: readonly Reading[], now: number): Reading | null {
			const readings = isCounted(rule) ? found.map(sinceTold) : found;
			progresses = new Map(
				readings.map(reading => {
					const progress = progresses.get(reading.key) ?? initial;
					return [reading.key, goOn(progress, reading, now)];
				}),
			);
			const due = now - toldAt < restMs ? undefined : readings.find(isDue);
			if (due) tell(due, now);
			return due ?? null;
		},
		/** Whether it is true of any book now. */
		isOn: () =>
			[...progresses.values()].some(({isTold, calmSince}) => isTold && calmSince === null),
	};
};

/**
 * Watches for rules to come true. Each goes off once when it does, and again after it was false for `calmMs`; at most
 * once in `restMs`. Only live books are judged: while one is not, its rules stay as they are, but for those of what
 * is lost.
 */
export const createAlerts = ({rules, feeOf, clock}: AlertsOptions) => {
	const pasts = createBookPasts();
	const states = rules.map(createRuleState);
	return {
		/** What goes off with the newest views of the books. To be called also where none is new, once a second. */
		look(books: readonly BookView[]): readonly Alert[] {
			const now = clock.now();
			pasts.look(books, now);
			const context = {books, pastOf: pasts.of, now, feeOf};
			return states.flatMap(state => {
				const due = state.look(readRule(state.rule, context), now);
				if (!due) return [];
				const {market, exchange, value} = due;
				const time = Math.round(clock.wall());
				return [{rule: state.rule.text, market, exchange, value, time}];
			});
		},
		/** The rules that are true now, by their texts. */
		on: (): readonly string[] => states.filter(state => state.isOn()).map(({rule: {text}}) => text),
	};
};

export type Alerts = ReturnType<typeof createAlerts>;
