import type {FeedFault} from '../../faults.js';
import type {ClientOutput} from '../exchange.js';
import type {FeedProof} from '../subscription.js';

/** The two messages a client sends about its topic, told apart by their ids. */
export const createRequests = (topic: string) => {
	let id = 0;
	/** Replies to requests before this one are too old. */
	let first = 0;
	const encode = (verb: 'sub' | 'req') => JSON.stringify({[verb]: topic, id: `${verb}-${++id}`});
	return {
		subscribe: (): ClientOutput => ({type: 'send', data: encode('sub')}),
		snapshot: () => ({type: 'socket', data: encode('req')}) as const,
		/** An id of ours; null for one of a recording by another program, which does not say of what it is. */
		own: (requestId: string | null) => (/^(?:sub|req)-\d/.test(requestId ?? '') ? requestId : null),
		/** Whether an error is about the subscription; one that does not say of what, while nothing was pushed. */
		isOfSubscription: (requestId: string | null, proof: FeedProof | null) =>
			requestId === null ? proof?.by !== 'push' : !requestId.startsWith('req-'),
		/** What was asked for so far is too old. */
		forget() {
			first = id + 1;
		},
		/** Whether a reply answers something that was asked for lately; one without an id may. */
		isAsked: (requestId: string | null) =>
			Number(/^req-(\d+)(?:\.\d+)?$/.exec(requestId ?? '')?.[1] ?? Infinity) >= first,
	};
};

/** What follows from when an answer was sent, by the exchange's clock; null where that is not told. */
export const toTold = (time: number | null): readonly ClientOutput[] =>
	time === null ? [] : [{type: 'told', at: time}];

export type Requests = ReturnType<typeof createRequests>;

/** What `err-msg` means. What follows varies, and so does whether the symbol is named. */
const refusals: readonly (readonly [words: RegExp, code: FeedFault['code']])[] = [
	[/^invalid/, 'no-channel'],
	[/^symbol(:\S*)? trade not open now/, 'halted'],
	[/does not currently offer subscription/, 'no-channel'],
	[/^429/, 'rate-limited'],
];

export const toFault = (message: string): FeedFault => {
	const refusal = refusals.find(([words]) => words.test(message));
	return {code: refusal?.[1] ?? 'refused-request', detail: message.trim()};
};
