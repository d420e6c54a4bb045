import type {UntimedEvent} from '../capture/capture-format.js';

type Answer = UntimedEvent & {readonly kind: 'http'};

/** Characters of all answers together: the longest list of markets has a tenth of that. */
const maxLength = 16 * 1024 * 1024;

/** The newest answers from the addresses that `keeps` names, up to a bound; the oldest go first. */
export const createKeptAnswers = (keeps: (url: string) => boolean) => {
	const answers = new Map<string, Answer>();
	let length = 0;

	const drop = (url: string) => {
		length -= answers.get(url)?.data.length ?? 0;
		answers.delete(url);
	};

	return {
		keep(answer: Answer) {
			if (!keeps(answer.url) || answer.data.length > maxLength) return;
			drop(answer.url);
			answers.set(answer.url, answer);
			length += answer.data.length;
			for (const url of answers.keys()) {
				if (length <= maxLength) break;
				drop(url);
			}
		},
		all: (): Iterable<Answer> => answers.values(),
	};
};
