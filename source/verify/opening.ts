import type {CaptureEvent} from '../capture/capture-format.js';
import {maxAhead} from '../playback/replay-events.js';
import type {ReplayWire} from '../playback/replay-wire.js';

type Opened = {
	readonly event: CaptureEvent & {readonly kind: 'open'};
	/** What is asked for on it. */
	readonly topics: string[];
	readonly sent: string[];
};

/** A connection that has just opened: what is sent on it right after that tells what it is for. */
export const createOpening = (
	wire: Pick<ReplayWire, 'topicsIn'>,
	onSettled: (opened: Opened) => void,
) => {
	let opening: Opened | null = null;

	const settle = () => {
		if (!opening) return;
		const settled = opening;
		opening = null;
		onSettled(settled);
	};

	return {
		/** What it is for is known as far as it will be. */
		settle,
		/** Returns whether the event only tells what the connection is for. */
		take(event: CaptureEvent): boolean {
			if (event.kind === 'sent' && event.connection === opening?.event.connection) {
				opening.topics.push(...wire.topicsIn(event.data));
				opening.sent.push(event.data);
				// More is nobody's recording: it tells no more than what comes later.
				if (opening.sent.length >= maxAhead) settle();
				return true;
			}
			settle();
			if (event.kind === 'open') opening = {event, topics: [], sent: []};
			return false;
		},
	};
};
