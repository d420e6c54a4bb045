import type {ClientInput, ClientOutput, ExchangeClient} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';

/** Unreadable messages after which the connection is given up. */
const maxBadMessages = 3;

/** Asks a client, in the one place where what an exchange sent can throw. */
export const createClientCalls = (client: ExchangeClient) => {
	let badMessages = 0;
	return {
		/** What is to be done about an input, also about one that cannot be read. */
		ask(input: ClientInput, isInSync: boolean): readonly ClientOutput[] {
			try {
				return client(input);
			} catch (error) {
				// An audit's snapshot that cannot be read says nothing against the book.
				if (input.type === 'response' && isInSync) return [];
				const detail = error instanceof Error ? error.message : String(error);
				const fault: FeedFault = {code: 'bad-message', detail};
				if (++badMessages > maxBadMessages) return [{type: 'reconnect', fault}];
				return client({type: 'resync', fault});
			}
		},
		/** Past messages that could not be read no longer count. */
		calm() {
			badMessages = 0;
		},
	};
};
