import {headOf} from '../sharing.js';
import type {WireRules} from '../wire-rules.js';

const other = {name: 'other'};

/** What is put behind the topic of an answer, to tell it from news. */
const answered = / (?:reply|subscribed)$/;

const verbs = /"(ch|rep|subbed)"\s*:\s*"([^"]{1,100})"/;

const channels = ['mbp', 'depth'];

/** The topics behind a verb: one, or a list. */
const topicsOf = (verb: 'sub' | 'unsub', sent: string): readonly string[] => {
	const start = sent.indexOf(`"${verb}"`);
	const list =
		start < 0 ? null : /^"\w+"\s*:\s*(\[[^\]]{1,20000}\]|"[^"]{1,100}")/.exec(sent.slice(start));
	return [...(list?.[1] ?? '').matchAll(/"([^"]{1,100})"/g)].map(([, topic = '']) => topic);
};

/** Topics are `market.steemusdt.mbp.150`. https://huobiapi.github.io/docs/spot/v1/en/#websocket-market-data */
export const huobiWire: WireRules = {
	topicOf(text) {
		const head = headOf(text);
		if (/^\s*\{\s*"ping"/.test(head)) return {name: 'ping'};
		const [, verb, topic] = verbs.exec(head) ?? verbs.exec(text) ?? [];
		if (verb === undefined || topic === undefined) return other;
		if (verb === 'ch') return {name: topic};
		return verb === 'rep'
			? {name: `${topic} reply`, answers: 'request'}
			: {name: `${topic} subscribed`, answers: 'subscription'};
	},
	topicsIn: sent => topicsOf('sub', sent),
	topicsLeft: sent => topicsOf('unsub', sent),
	bookOf(topic) {
		const [, symbol, kind = '', form] = /^market\.([^.\s]+)\.(mbp|depth)\.(\S+)/.exec(topic) ?? [];
		if (symbol === undefined) return null;
		const book = {symbol, channel: channels.indexOf(kind)};
		return form === (kind === 'mbp' ? '150' : 'step0') ? book : {...book, isUnread: true};
	},
	symbolOf: topic => /^market\.([^.\s]+)\./.exec(topic)?.[1] ?? null,
	streamOf: topic => topic.replace(answered, ''),
	sequenceOf: text =>
		Number(/"(?:seqNum|version)"\s*:\s*(\d{1,16})/.exec(text)?.[1] ?? NaN) || null,
	requests: {
		read(sent) {
			const [, verb, topic] = /"(sub|req)"\s*:\s*"([^"]{1,100})"/.exec(sent) ?? [];
			const id = /"id"\s*:\s*"([^"]{1,40})"/.exec(sent)?.[1] ?? null;
			return topic === undefined ? null : {topic, id, isOnce: verb === 'req'};
		},
		refusedIn: text =>
			text.includes('"error"') ? (/"id"\s*:\s*"([^"]{1,40})"/.exec(text)?.[1] ?? null) : null,
		replyMark: '"rep"',
	},
	// Snapshots come on the socket.
	snapshotSymbol: () => null,
	snapshotSequence: () => null,
};
