import type {CaptureEvent} from '../capture/capture-format.js';
import {createNewestLists, type HttpEvent} from '../playback/replay-answers.js';
import {toKey, type ReplayWire, type RequestPurpose} from '../playback/replay-wire.js';

/** The lists of markets that a capture has, the newest of each. */
export const createLists = (wire: Pick<ReplayWire, 'purposeOf'>) => {
	const lists = createNewestLists();
	return {
		add(event: CaptureEvent & {readonly kind: 'http'}) {
			const purpose = event.status === 200 ? wire.purposeOf(event.url) : null;
			if (purpose?.kind === 'list') lists.set(toKey(purpose), event);
		},
		/** As it was recorded, for one market or all: a list that was asked for otherwise is better than none. */
		find(purpose: RequestPurpose): HttpEvent | null {
			const {exchange} = purpose;
			return (
				lists.get(toKey(purpose)) ??
				lists.get(toKey({...purpose, symbol: ''})) ??
				lists.of(`${exchange} list `)[0] ??
				null
			);
		},
	};
};

export type Lists = ReturnType<typeof createLists>;
