import type {ResyncAnswer} from '../feed/feed.js';

/** What to say of it, where the screen does not show what came of it; null for nothing. */
export const describeResync = (answer: ResyncAnswer, title: string): string | null => {
	switch (answer) {
		case 'asked':
			return null;
		case 'trying':
			return `connecting to ${title} now`;
		case 'tried-lately':
			return `${title} was tried a moment ago: it is tried again by itself`;
		case 'held':
			return `${title} asked for a pause, which is kept`;
		case 'not-waiting':
			return `${title} is not connected: nothing to fetch yet`;
	}
};
