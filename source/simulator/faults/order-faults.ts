import type {Outgoing} from '../outlet.js';
import {replaceNext, withhold, withText, type Scene} from './scene.js';
import {editEvent, eventOf} from './update-text.js';

type Levels = readonly [string, string][];

const oldMs = 2000;

export const gap = (scene: Scene): void => {
	withhold(scene, 2);
};

export const duplicate = (scene: Scene): void => {
	replaceNext(scene, 1, message => [message, message]);
};

/** At least two seconds old where one is kept, else the oldest there is. */
export const oldEvent = ({outlets, clock, isUpdate}: Scene): void => {
	for (const outlet of outlets()) {
		const updates = outlet.recent().filter(({message}) => isUpdate(message));
		const isOld = ({at}: {at: number}) => clock.now() - at >= oldMs;
		const old = updates.findLast(isOld) ?? updates[0];
		if (old) outlet.send({kind: 'reply', text: old.message.text});
	}
};

export const reorder = (scene: Scene): void => {
	const held = new Map<unknown, Outgoing>();
	replaceNext(scene, 2, (message, outlet) => {
		const first = held.get(outlet);
		if (first) return [message, first];
		held.set(outlet, message);
		return [];
	});
};

const merge = (first: Levels, second: Levels): Levels => [...new Map([...first, ...second])];

/** Legal: an event may begin before the id that a client is at. */
export const overlap = (scene: Scene): void => {
	const before = new Map<unknown, string>();
	replaceNext(scene, 2, (message, outlet) => {
		const text = before.get(outlet);
		before.set(outlet, message.text);
		if (text === undefined) return [message];
		const {U, b, a} = eventOf(text);
		const merged = editEvent(message.text, event => ({
			...event,
			U,
			b: merge(b, event.b),
			a: merge(a, event.a),
		}));
		return [withText(message, merged)];
	});
};
