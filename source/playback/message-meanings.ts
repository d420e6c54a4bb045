import {parseJson} from '../exchanges/parse.js';
import type {WireRules} from '../exchanges/wire-rules.js';
import {exchangeOf, type ReplayWire} from './replay-wire.js';
import {bookOf, toStream, type Known} from './topic-names.js';

/** Whether a text is whole JSON. */
const isReadable = (text: string): boolean => {
	try {
		parseJson(text);
		return true;
	} catch {
		return false;
	}
};

/** What messages are that may be of no book, or of none that can be read. */
export const createMeanings = (known: Known, textOf: (message: string | Buffer) => string) => {
	const topicAt = (endpoint: string, text: string): ReturnType<WireRules['topicOf']> =>
		known.find(({id}) => id === exchangeOf(endpoint))?.wire.topicOf(text) ?? {name: 'other'};
	return {
		isNews(endpoint, message) {
			const text = textOf(message);
			const {name, answers} = topicAt(endpoint, text);
			return name === 'other' ? !isReadable(text) : answers !== 'subscription';
		},
		unreadIn(endpoint, message) {
			const text = textOf(message);
			const {name, answers} = topicAt(endpoint, text);
			if (name === 'other') return isReadable(text) ? null : 'any';
			return answers || bookOf(name) === null ? null : toStream(name, known);
		},
	} satisfies Partial<ReplayWire>;
};
