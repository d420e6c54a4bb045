import type {CaptureEvent} from '../../../source/capture/capture-format.js';
import {between} from '../../../source/random.js';
import {
	isReceived,
	pick,
	placesOf,
	byTime,
	numberOf,
	pickConnection,
	pickTime,
	retime,
	type Damage,
} from './events.js';

/** Connections that fall silent, or whose beginning or end nothing tells. */
export const ofConnections: Readonly<Record<string, Damage>> = {
	muteConnection(events, random) {
		const connection = pickConnection(events, random);
		const {from, to} = pickTime(random, 500, 25_000);
		const [end, hasPings] = [random() < 0.3 ? Infinity : to, random() < 0.5];
		const isMuted = ({kind}: CaptureEvent) => kind === 'ws' || (kind === 'ping' && !hasPings);
		return events.filter(
			event =>
				numberOf(event) !== connection || event.t < from || event.t >= end || !isMuted(event),
		);
	},
	breakOff(events, random) {
		const connection = pickConnection(events, random);
		const {from} = pickTime(random, 1, 1);
		return events.filter(event => numberOf(event) !== connection || event.t < from);
	},
	loseCloses: events => events.filter(({kind}) => kind !== 'close'),
	loseOpen(events, random) {
		const connection = pickConnection(events, random);
		const withSent = random() < 0.5;
		const isLost = ({kind}: CaptureEvent) => kind === 'open' || (withSent && kind === 'sent');
		return events.filter(event => numberOf(event) !== connection || !isLost(event));
	},
	loseSent: events => events.filter(({kind}) => kind !== 'sent'),
	losePings: events => events.filter(({kind}) => kind !== 'ping'),
	/** A connection that opens takes the number of one that has closed. */
	reuseNumbers(events) {
		const names = new Map<number, number>();
		const free: number[] = [];
		return events.map(event => {
			const number = numberOf(event);
			if (number === null) return event;
			if (event.kind === 'open') names.set(number, free.shift() ?? number);
			const connection = names.get(number) ?? number;
			if (event.kind === 'close') free.push(connection);
			return {...event, connection} as CaptureEvent;
		});
	},
	/** All is written as of one connection. */
	mergeNumbers: events =>
		events.map(event =>
			numberOf(event) === null ? event : ({...event, connection: 1} as CaptureEvent),
		),
	oldAfterOpen(events, random) {
		const at = pick(
			random,
			placesOf(events, ({kind, t}) => kind === 'open' && t > 1000),
		);
		const opened = events[at ?? -1];
		if (at === undefined || opened?.kind !== 'open') return events;
		const {connection} = opened;
		const before = events
			.slice(0, at)
			.filter(event => isReceived(event) && event.connection !== connection)
			.slice(-between(random, 1, 5));
		const place = Math.min(events.length, at + (random() < 0.5 ? 1 : 8));
		const {t} = events[place - 1] ?? opened;
		const again = before.map(event => ({...event, t, connection}) as CaptureEvent);
		return [...events.slice(0, place), ...again, ...events.slice(place)];
	},
	/** What came on one for a while is written as of another. */
	mixUp(events, random) {
		const [from, to] = [pickConnection(events, random), pickConnection(events, random)];
		const {holds} = pickTime(random, 200, 6000);
		if (to === undefined) return events;
		return events.map(event =>
			isReceived(event) && event.connection === from && holds(event)
				? {...event, connection: to}
				: event,
		);
	},
	/** Another that was dialled before goes on where one ends. */
	renew(events, random) {
		const connection = pickConnection(events, random) ?? 0;
		const own = events.filter(event => numberOf(event) === connection);
		const opened = own.find(({kind}) => kind === 'open');
		if (!opened) return events;
		const {from: at} = pickTime(random, 1, 1);
		const since = at - between(random, 10, 8000);
		const toOther = (event: CaptureEvent, t: number) =>
			({...event, t, connection: 50 + connection}) as CaptureEvent;
		const sent = own.filter(({kind, t}) => kind === 'sent' && t < opened.t + 500);
		const both = own.filter(({kind, t}) => kind === 'ws' && t >= since + 2 && t < at);
		const reason = 'closed by steem-tui';
		return byTime([
			...events.map(event =>
				numberOf(event) === connection && event.t >= at ? toOther(event, event.t) : event,
			),
			toOther(opened, since),
			...sent.map(event => toOther(event, since + 1)),
			...both.map(event => toOther(event, event.t + 5)),
			...(random() < 0.6 ? [{t: at, kind: 'close', connection, reason} as const] : []),
		]);
	},
	unsubscribe(events, random, {exchange}) {
		const places = placesOf(events, event => event.kind === 'sent' && /sub/i.test(event.data));
		const one = events[pick(random, places) ?? -1];
		if (one?.kind !== 'sent') return events;
		const t = one.t + between(random, 2000, 40_000);
		const data =
			exchange.id === 'huobi'
				? one.data.replace('"sub"', '"unsub"')
				: one.data.replace(/"((?:SUB|sub)[a-zA-Z]*)"/, (_, word: string) =>
						word === 'SUBSCRIBE' ? '"UNSUBSCRIBE"' : `"un${word}"`,
					);
		const again = random() < 0.6 ? [retime(one, t + between(random, 0, 8000))] : [];
		const [end, isSilent] = [again[0]?.t ?? Infinity, random() < 0.7];
		const isMute = (event: CaptureEvent) =>
			isSilent && isReceived(event) && event.connection === one.connection;
		const rest = events.filter(event => !isMute(event) || event.t < t || event.t >= end);
		return byTime([...rest, {...one, t, data}, ...again]);
	},
};
