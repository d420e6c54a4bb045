import {between} from '../../../source/random.js';
import {marketName} from '../record-market.js';
import {byTime, numberOf, pickConnection, pickTime, retime, type Damage} from './events.js';

/** Times that jump, and pieces of the file that are lost or in another order. */
export const ofTimes: Readonly<Record<string, Damage>> = {
	hole(events, random) {
		const {holds} = pickTime(random, 500, 30_000);
		return events.filter(event => !holds(event));
	},
	lag(events, random) {
		const connection = pickConnection(events, random);
		const {holds} = pickTime(random, 500, 100_000);
		const by = between(random, 50, random() < 0.5 ? 1500 : 12_000);
		return byTime(
			events.map(event =>
				numberOf(event) === connection && holds(event) ? retime(event, event.t + by) : event,
			),
		);
	},
	setBack(events, random) {
		const [at, by] = [Math.floor(random() * events.length), between(random, 100, 10_000)];
		return events.map((event, index) => (index < at ? event : retime(event, event.t - by)));
	},
	setOn(events, random) {
		const [at, by] = [Math.floor(random() * events.length), between(random, 100, 20_000)];
		return events.map((event, index) => (index < at ? event : retime(event, event.t + by)));
	},
	swapPieces(events, random) {
		const first = Math.floor(random() * events.length);
		const second = first + between(random, 20, 220);
		const end = second + between(random, 20, 220);
		return [
			...events.slice(0, first),
			...events.slice(second, end),
			...events.slice(first, second),
			...events.slice(end),
		];
	},
	repeatPiece(events, random) {
		const from = Math.floor(random() * events.length);
		const to = from + between(random, 2, 100);
		return [...events.slice(0, to), ...events.slice(from)];
	},
	startLate: (events, random) => events.slice(Math.floor(random() * 0.7 * events.length)),
	turn(events, random) {
		const at = Math.floor(random() * events.length);
		const t = events[at]?.t ?? 0;
		const label = `market ${marketName}`;
		const marker = {t, kind: 'marker', label, market: marketName} as const;
		return [...events.slice(0, at), marker, ...events.slice(at)];
	},
};
