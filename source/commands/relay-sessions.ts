import type {Clock} from '../clock.js';
import {shareVenue} from '../feed/venue.js';
import {keyOf, type BookName} from '../relay/subjects.js';
import type {WireTap} from '../recording/transport-tap.js';
import type {Service} from '../service/service.js';
import {joinViews} from '../session/joined-sessions.js';
import {startSession, type Session} from '../session/session.js';
import {shareTicks} from '../session/shared-ticks.js';
import type {Source} from '../session/source.js';
import {tapLink} from '../session/tapped-link.js';
import type {BookStore} from '../store/book-store.js';

export type RelaySessionsOptions = {
	readonly source: Pick<Source, 'venues' | 'transport'>;
	readonly clock: Clock;
	/** From 0 to below 1. */
	readonly random: () => number;
	/** How much of what an exchange allows of requests may be used, from 0 to 1. */
	readonly restShare: number;
	readonly service: Pick<Service, 'observe' | 'follow'> | null;
};

/** A book that is followed on its exchange. */
type FollowedBook = {readonly session: Session; readonly store: BookStore; readonly tap: WireTap};

/** The ways to the exchanges, shared by all books on them. `count`: of all markets. */
export const openLinks = (
	{source, clock, restShare: share}: RelaySessionsOptions,
	count: number,
) => {
	const way = {transport: source.transport, clock, share};
	return source.venues.map(venue => shareVenue(venue, way, count));
};

export type RelayLinks = ReturnType<typeof openLinks>;

/** Follows books on the exchanges, each by a session of its own over what they share. */
export const createRelaySessions = (links: RelayLinks, options: RelaySessionsOptions) => {
	const {source, random, restShare, service} = options;
	const clock = shareTicks(options.clock);
	const followed = new Map<string, FollowedBook>();
	service?.follow(() => [...followed.values()].flatMap(({store}) => store.getView().books));
	return {
		/** All books that are followed, as one view. */
		follow: () => joinViews(() => [...followed.values()].map(({store}) => store), clock),
		get: (book: BookName) => followed.get(keyOf(book)),
		start(book: BookName, store: BookStore) {
			const shared = links.find(({exchange}) => exchange.id === book.exchange);
			if (!shared) throw new Error(`no way leads to ${book.exchange}`);
			const {link, tap} = tapLink({...shared, wanted: undefined});
			const session = startSession({
				wanted: {type: 'pair', base: book.base, quote: book.quote},
				venues: [link],
				...{transport: source.transport, clock, random, restShare, store},
				observe: service?.observe,
			});
			const own = {session, store, tap};
			followed.set(keyOf(book), own);
			return {
				stop() {
					session.stop();
					if (followed.get(keyOf(book)) === own) followed.delete(keyOf(book));
				},
			};
		},
	};
};

export type RelaySessions = ReturnType<typeof createRelaySessions>;
