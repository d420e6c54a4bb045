import {headOf, type Heading, type Sharing} from '../sharing.js';

const other: Heading = {type: 'other'};
const ending: Heading = {type: 'ending'};

/** An answer to a control message, which is never wrapped with a stream's name. */
const readAnswer = (text: string): Heading => {
	const number = /"id"\s*:\s*(\d{1,15})/.exec(text)?.[1];
	if (number === undefined) return other;
	const list = /"result"\s*:\s*\[([^\]]*)\]/.exec(text)?.[1];
	const topics =
		list === undefined ? null : [...list.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
	return {type: 'answer', of: Number(number), isRefusal: /"code"\s*:/.test(text), topics};
};

/** https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams */
export const binanceSharing: Sharing = {
	// The exchange takes 1,024 streams a socket; of 200 markets each has two.
	maxTopics: 400,
	// It ends a connection at the sixth message in a second, our pongs to its pings among them.
	sendEveryMs: 250,
	connects: {count: 300, withinMs: 5 * 60_000},
	control: {
		subscribe: (topics, number) =>
			JSON.stringify({method: 'SUBSCRIBE', params: topics, id: number}),
		list: number => JSON.stringify({method: 'LIST_SUBSCRIPTIONS', id: number}),
		isList: sent => sent.includes('"LIST_SUBSCRIPTIONS"'),
	},
	mark: sent => sent,
	unpack: message => message,
	readHeading(data) {
		const head = headOf(data);
		const topic = /^\s*\{\s*"stream"\s*:\s*"([^"]+)"/.exec(head)?.[1];
		if (topic === '!serverShutdown') return ending;
		if (topic !== undefined) return {type: 'topic', topic};
		return /"e"\s*:\s*"serverShutdown"/.test(head) ? ending : readAnswer(data.toString());
	},
};
