import type {FeedFault} from '../../faults.js';
import {createClientOf} from '../client-of.js';
import type {ClientOutput, ExchangeClient, MessageData} from '../exchange.js';
import type {Patience} from '../patience.js';
import type {Subscription} from '../subscription.js';
import type {HuobiMessage} from './messages.js';
import {createMessageReader} from './read-message.js';
import {toFault, toTold, type Requests} from './requests.js';

/** What a book is made of, or that the exchange has none to give. */
export type BookMessage = Extract<
	HuobiMessage,
	{readonly type: 'increment' | 'book' | 'changes' | 'reply' | 'no-reply'}
>;

type Parts = {
	readonly topic: string;
	readonly requests: Requests;
	readonly subscription: Subscription;
	readonly patience: Patience;
	readonly book: {
		isInSync(): boolean;
		/** Asks for the book as it is. */
		ask(): readonly ClientOutput[];
		resync(fault: FeedFault): readonly ClientOutput[];
		audit(): readonly ClientOutput[];
		auditLate(): readonly ClientOutput[];
		/** What an audit asked for was refused. */
		refuseAudit(message: string): readonly ClientOutput[];
		forget(): readonly ClientOutput[];
	};
	/** Told of replies only where they were asked for. */
	take(message: BookMessage): readonly ClientOutput[];
};

/** What to make of silence and of refusals: while there is no book it is asked for, and given up in the end. */
const createStanding = ({requests, subscription, patience, book}: Omit<Parts, 'take'>) => ({
	refused(message: string, id: string | null): readonly ClientOutput[] {
		const isOfSubscription = requests.isOfSubscription(id, subscription.proof());
		if (isOfSubscription) subscription.refused();
		if (isOfSubscription || !book.isInSync())
			return patience.refused(toFault(message), isOfSubscription);
		// What it is about is not said: it may be the end of the subscription.
		return [...book.refuseAudit(message), ...(id === null ? [{type: 'doubt'} as const] : [])];
	},
	ended(): readonly ClientOutput[] {
		subscription.refused();
		const detail = 'the exchange ended the subscription';
		return [{type: 'reconnect', fault: {code: 'refused-request', detail}}];
	},
	waited: (): readonly ClientOutput[] => (book.isInSync() ? [] : patience.waited(book.ask)),
});

/** The client of a topic that carries a book: all but how the book is made of its messages. */
export const createBookClient = (parts: Parts): ExchangeClient => {
	const {topic, requests, subscription, patience, book} = parts;
	const standing = createStanding(parts);
	const read = createMessageReader(topic);

	const take = (message: BookMessage) => patience.made(parts.take(message), book.isInSync());

	const onMessage = (input: MessageData): readonly ClientOutput[] => {
		const message = read(input);
		switch (message.type) {
			case 'ping':
				return [{type: 'send', data: message.pong, beat: message.time}];
			case 'subscribed':
				subscription.acknowledged();
				return toTold(message.time);
			case 'unsubscribed':
				return standing.ended();
			case 'error':
				return standing.refused(message.message, requests.own(message.id));
			case 'reply':
				return requests.isAsked(message.id) ? take(message) : [];
			case 'no-reply':
			case 'increment':
			case 'book':
			case 'changes':
				return take(message);
			case 'trades':
			case 'other':
				return [];
		}
	};

	return createClientOf({
		open: () => [requests.subscribe()],
		message: onMessage,
		subscription,
		book: {
			...book,
			waited: standing.waited,
			forget() {
				requests.forget();
				return book.forget();
			},
		},
	});
};
