import type {Line} from '../simulator/kit/line.js';
import type {Stream} from '../simulator/kit/streams.js';
import type {Feed} from './feeds.js';

/** How a connection ends whose recorded one did. */
const goingAway = 1001;

export const cutReason = 'the recorded connection ended';

/**
 * A topic of the capture for one connection. `whole`: the book as it is at the moment, which comes first, and null while
 * it is not proven; leave it out where messages alone come.
 */
export const toStream = (
	channel: string,
	feed: Feed,
	line: Line,
	whole?: () => string | null,
	toText: (text: string) => string = text => text,
): Stream => {
	/** Whether what is told links to what the connection has. */
	let isOn = whole === undefined;
	return {
		channel,
		first() {
			const text = whole?.() ?? null;
			isOn ||= text !== null;
			return text;
		},
		follow(listener) {
			return feed.follow({
				told(text) {
					if (isOn) {
						listener(toText(text));
						return;
					}
					// It holds what was just told.
					const book = whole?.() ?? null;
					isOn = book !== null;
					if (book !== null) listener(book);
				},
				turned() {
					isOn = whole === undefined;
				},
				cut() {
					line.close(goingAway, cutReason);
				},
			});
		},
	};
};
