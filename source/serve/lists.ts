import type {CaptureEvent} from '../capture/capture-format.js';
import {createNewestLists, type HttpEvent} from '../playback/replay-answers.js';
import {toKey, type ReplayWire, type RequestPurpose} from '../playback/replay-wire.js';

/** The lists of markets that a capture has: of each, what was true at the moment that is played. */
export const createLists = (wire: Pick<ReplayWire, 'purposeOf'>) => {
	const played = createNewestLists();
	/** The first of each: until one is played, it is the nearest to what was true. */
	const first = createNewestLists();
	const keyOf = (event: HttpEvent): string | null => {
		const purpose = event.status === 200 ? wire.purposeOf(event.url) : null;
		return purpose?.kind === 'list' ? toKey(purpose) : null;
	};
	const known = (key: string) => played.get(key) ?? first.get(key);
	return {
		/** One that is not played yet. */
		foresee(event: CaptureEvent & {readonly kind: 'http'}) {
			const key = keyOf(event);
			if (key !== null && !first.get(key)) first.set(key, event);
		},
		/** One that is played now. */
		add(event: CaptureEvent & {readonly kind: 'http'}) {
			const key = keyOf(event);
			if (key !== null) played.set(key, event);
		},
		/** The capture is played anew from its beginning. */
		begin: played.clear,
		/** As it was recorded, for one market or all: a list that was asked for otherwise is better than none. */
		find(purpose: RequestPurpose): HttpEvent | null {
			const start = `${purpose.exchange} list `;
			return (
				known(toKey(purpose)) ??
				known(toKey({...purpose, symbol: ''})) ??
				played.of(start).at(-1) ??
				first.of(start)[0] ??
				null
			);
		},
	};
};

export type Lists = ReturnType<typeof createLists>;
