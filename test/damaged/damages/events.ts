import type {CaptureEvent} from '../../../source/capture/capture-format.js';
import {between, type Random} from '../../../source/random.js';
import type {Recorded} from '../recorded.js';

export type Events = readonly CaptureEvent[];

type Received = CaptureEvent & {readonly kind: 'ws'};

/** Makes of a recording one that lacks something, or has it twice, or elsewhere: no message is made to tell another book. */
export type Damage = (events: Events, random: Random, recorded: Recorded) => Events;

export const isReceived = (event: CaptureEvent): event is Received => event.kind === 'ws';

export const pick = <T>(random: Random, list: readonly T[]): T | undefined =>
	list[Math.floor(random() * list.length)];

export const placesOf = (events: Events, is: (event: CaptureEvent) => boolean): readonly number[] =>
	events.flatMap((event, index) => (is(event) ? [index] : []));

export const byTime = (events: Events): Events => [...events].sort((a, b) => a.t - b.t);

export const numberOf = (event: CaptureEvent): number | null =>
	'connection' in event ? event.connection : null;

/** The number of a connection on which something was received. */
export const pickConnection = (events: Events, random: Random): number | undefined =>
	pick(random, events.filter(isReceived))?.connection;

/** Some time, in milliseconds of the capture. */
export const pickTime = (random: Random, least: number, most: number) => {
	const from = between(random, 3000, 50_000);
	const to = from + between(random, least, most);
	return {from, to, holds: ({t}: CaptureEvent) => t >= from && t < to};
};

export const retime = <T extends CaptureEvent>(event: T, t: number): T => ({
	...event,
	t: Math.max(0, t),
});

/** The first part of a message: of an encoded one such as still is one. */
export const cutShort = <T extends CaptureEvent & {readonly data: string}>(
	event: T,
	random: Random,
): T => {
	const length = Math.floor(random() * event.data.length);
	return {...event, data: event.data.slice(0, 'encoding' in event ? length & ~3 : length)};
};

/** Puts two in each other's place, each at the time of that. */
export const exchangePlaces = (
	events: Events,
	one: number | undefined,
	other: number | undefined,
) => {
	const [first, second] = [events[one ?? -1], events[other ?? -1]];
	if (!first || !second) return events;
	return events.map((event, index) => {
		if (index === one) return retime(second, first.t);
		return index === other ? retime(first, second.t) : event;
	});
};
