import type {FaultSite} from '../fault-site.js';
import type {Outlet} from '../outlet.js';

/** What is answered to requests, each with the id and in the order it came with. */
export const createReplies = (outlet: Outlet, site: FaultSite) => {
	const send = (text: string) => {
		outlet.send({kind: 'reply', text});
	};
	return {
		send,
		/** A reply's id is of the type it was sent with, and left out where it was. */
		accept(id: unknown, verb: 'subbed' | 'unsubbed', named: unknown) {
			send(JSON.stringify({id, status: 'ok', [verb]: named, ts: site.time()}));
		},
		refuse(id: unknown, message: string) {
			const error = {'err-code': 'bad-request', 'err-msg': message};
			send(JSON.stringify({status: 'error', ts: site.time(), id, ...error}));
		},
	};
};

export type Replies = ReturnType<typeof createReplies>;
