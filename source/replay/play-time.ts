import type {Clock} from '../clock.js';
import {cadenceMs} from '../session/shown-store.js';

/** Real milliseconds of a hold-up that are not made up for. */
const maxLagMs = 1000;

/** How virtual time passes in real time, and the grid on which views are made of it. */
export const createPlayTime = (startedAt: number, real: Clock, speed: number) => {
	/** The same moment in virtual and in real time. */
	let origin = {virtual: startedAt, real: real.now()};

	/** Wide enough that not more than ten views come in a second of real time. */
	const gridMs = () => cadenceMs * Math.max(1, speed);
	const now = () => origin.virtual + (real.now() - origin.real) * speed;

	return {
		speed: () => speed,
		gridMs,
		/** The last view's time up to a time. */
		gridBefore: (time: number) => startedAt + Math.floor((time - startedAt) / gridMs()) * gridMs(),
		/** The first view's time from a time on. */
		gridFrom: (time: number) => startedAt + Math.ceil((time - startedAt) / gridMs()) * gridMs(),
		/** From now on, this moment is now. */
		set(virtual: number, newSpeed = speed) {
			speed = newSpeed;
			origin = {virtual, real: real.now()};
		},
		/** What to play up to now, from where it stands; after a hold-up it goes on with what comes next. */
		target(from: number, limit: number): number {
			const time = now();
			const isInTime = time - from <= maxLagMs * speed && time <= limit;
			return isInTime ? Math.max(from, time) : Math.max(from, Math.min(limit, from + gridMs()));
		},
		isBehind: (position: number) => now() - position > gridMs(),
		/** Real milliseconds until a virtual time. */
		msUntil: (time: number) => (time - now()) / speed,
	};
};

export type PlayTime = ReturnType<typeof createPlayTime>;
