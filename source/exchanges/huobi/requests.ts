import type {FeedFault} from '../../faults.js';
import type {ClientOutput} from '../exchange.js';

/** The two messages a client sends about its topic, and the answers to a refusal of either. */
export const createRequests = (topic: string) => {
	let id = 0;
	const encode = (verb: 'sub' | 'req') => JSON.stringify({[verb]: topic, id: `${verb}-${++id}`});
	return {
		subscribe: (): ClientOutput => ({type: 'send', data: encode('sub')}),
		snapshot: () => ({type: 'socket', data: encode('req')}) as const,
	};
};

/** What `err-msg` means, by its beginning: what follows it varies. */
const refusals: readonly (readonly [beginning: string, code: FeedFault['code']])[] = [
	['invalid', 'no-channel'],
	['symbol trade not open now', 'halted'],
	['429', 'rate-limited'],
];

export const toFault = (message: string): FeedFault => {
	const refusal = refusals.find(([beginning]) => message.startsWith(beginning));
	return {code: refusal?.[1] ?? 'refused-request', detail: message};
};
