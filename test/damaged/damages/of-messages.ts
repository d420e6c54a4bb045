import type {CaptureEvent} from '../../../source/capture/capture-format.js';
import {between} from '../../../source/random.js';
import {
	isReceived,
	pick,
	placesOf,
	byTime,
	numberOf,
	pickTime,
	retime,
	cutShort,
	exchangePlaces,
	type Damage,
} from './events.js';

/** Messages that are cut, lost or told twice. */
export const ofMessages: Readonly<Record<string, Damage>> = {
	cutOne(events, random) {
		const at = pick(random, placesOf(events, isReceived));
		return events.map((event, index) =>
			index === at && isReceived(event) ? cutShort(event, random) : event,
		);
	},
	cutSome(events, random) {
		const {holds} = pickTime(random, 200, 4000);
		return events.map(event =>
			isReceived(event) && holds(event) && random() < 0.5 ? cutShort(event, random) : event,
		);
	},
	cutAnswer(events, random) {
		const at = pick(
			random,
			placesOf(events, ({kind}) => kind === 'http'),
		);
		return events.map((event, index) =>
			index === at && event.kind === 'http' ? cutShort(event, random) : event,
		);
	},
	lose(events, random) {
		const at = pick(random, placesOf(events, isReceived)) ?? 0;
		const end = at + between(random, 1, 3);
		return events.filter((event, index) => !isReceived(event) || index < at || index >= end);
	},
	loseSome(events, random) {
		const share = random() * 0.1;
		return events.filter(event => !isReceived(event) || random() >= share);
	},
	repeat(events, random) {
		const at = pick(random, placesOf(events, isReceived)) ?? 0;
		return [...events.slice(0, at + 1), ...events.slice(at)];
	},
	repeatSome(events, random) {
		const at = pick(random, placesOf(events, isReceived)) ?? 0;
		const connection = numberOf(events[at] as CaptureEvent);
		const some = events
			.slice(at)
			.filter(event => isReceived(event) && event.connection === connection)
			.slice(0, between(random, 2, 8));
		const last = some.at(-1);
		if (!last) return events;
		const end = events.indexOf(last) + 1;
		const again = some.map(event => retime(event, last.t));
		return [...events.slice(0, end), ...again, ...events.slice(end)];
	},
	swap(events, random) {
		const at = pick(random, placesOf(events, isReceived)) ?? 0;
		const connection = numberOf(events[at] as CaptureEvent);
		const next = events.findIndex(
			(event, index) => index > at && isReceived(event) && event.connection === connection,
		);
		return exchangePlaces(events, at, next);
	},
	/** Of an exchange that tells what the book adds up to. */
	empty(events, random, {exchange}) {
		if (exchange.channels[0].loss.type !== 'checksum') return events;
		const at = pick(
			random,
			placesOf(events, event => isReceived(event) && /"bids"/.test(event.data)),
		);
		return events.map((event, index) =>
			index === at && isReceived(event)
				? {...event, data: event.data.replace(/"(bids|asks)":\[[^\]]*\]/g, '"$1":[]')}
				: event,
		);
	},
	old(events, random) {
		const at = pick(random, placesOf(events, isReceived)) ?? 0;
		const connection = numberOf(events[at] as CaptureEvent);
		const before = pick(
			random,
			events.slice(0, at).filter(event => isReceived(event) && event.connection === connection),
		);
		const [here] = events.slice(at);
		if (!before || !here) return events;
		return [...events.slice(0, at), retime(before, here.t), ...events.slice(at)];
	},
};

/** Answers over HTTP that come late, in another order, or not. */
export const ofAnswers: Readonly<Record<string, Damage>> = {
	lateAnswer(events, random) {
		const at = pick(
			random,
			placesOf(events, ({kind}) => kind === 'http'),
		);
		const by = between(random, 200, 15_000);
		return byTime(
			events.map((event, index) => (index === at ? retime(event, event.t + by) : event)),
		);
	},
	swapAnswers(events, random) {
		const places = placesOf(events, ({kind}) => kind === 'http');
		const first = Math.floor(random() * (places.length - 1));
		return exchangePlaces(events, places[first], places[first + 1]);
	},
	loseAnswers: (events, random) => events.filter(({kind}) => kind !== 'http' || random() < 0.5),
	oldAnswer(events, random) {
		const places = placesOf(events, ({kind}) => kind === 'http');
		const event = events[pick(random, places) ?? -1];
		if (!event) return events;
		return byTime([...events, retime(event, event.t + between(random, 200, 40_000))]);
	},
};
