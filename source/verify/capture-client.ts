import type {ClientInput, ClientOutput, ExchangeClient} from '../exchanges/exchange.js';
import type {FeedFault} from '../faults.js';

/**
 * An exchange's client that is told a capture. `onUnreadable`: told of each message that it cannot read;
 * returns whether that was an audit's answer alone.
 */
export const createCaptureClient = (
	createClient: () => ExchangeClient,
	onUnreadable: (fault: FeedFault, isResponse: boolean) => boolean,
) => {
	let client = createClient();
	let renewals = 0;

	const resync = (fault: FeedFault): readonly ClientOutput[] => client({type: 'resync', fault});

	const ask = (input: ClientInput): readonly ClientOutput[] => {
		try {
			return client(input);
		} catch (error) {
			const detail = error instanceof Error ? error.message : String(error);
			const fault: FeedFault = {code: 'bad-message', detail};
			// An audit's snapshot that cannot be read says nothing against the book.
			return onUnreadable(fault, input.type === 'response') ? [] : resync(fault);
		}
	};

	ask({type: 'open'});
	return {
		ask,
		resync,
		/** Another takes its place, on a new connection. */
		renew() {
			renewals++;
			client = createClient();
			ask({type: 'open'});
		},
		/** How often one did. */
		renewals: () => renewals,
		/** Another that has begun already goes on. */
		replace(by: ExchangeClient) {
			client = by;
		},
	};
};
