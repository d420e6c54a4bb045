import type {Clock} from '../clock.js';
import {createToldBoard, type AskedVenue} from '../markets/told-board.js';
import type {Board} from '../markets/line.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import {joinStores, type WatchedStore} from './joined-sessions.js';
import type {Session} from './session.js';

/** Books of several sessions as those of one. */
export type Joined = {readonly store: WatchedStore; stop(): void};

/** The markets that are followed all the time, whichever of them is shown. */
export type ListedSessions = {
	/** In the order in which they were named; none where the one that is shown is the only one. */
	readonly sessions: readonly {readonly wanted: WantedMarket; readonly session: Session}[];
	/** The books of all of them. */
	readonly store: WatchedStore;
	/** The books of all of them and of one more. */
	besides(session: Session): Joined;
	readonly board: Board;
	stop(): void;
};

export type ListOptions = {
	/** That their sessions share. */
	readonly clock: Clock;
	/** What is asked about their days. @default none */
	readonly venues?: readonly AskedVenue[];
	/** Ends what they share. */
	readonly end?: () => void;
};

/** Follows markets side by side. */
export const listSessions = (
	markets: readonly WantedMarket[],
	start: (wanted: WantedMarket) => Session,
	{clock, venues = [], end = () => undefined}: ListOptions,
): ListedSessions => {
	const sessions = markets.map(wanted => ({wanted, session: start(wanted)}));
	const all = sessions.map(({session}) => session);
	const joined = joinStores(all, clock);
	return {
		sessions,
		store: joined.store,
		besides: session => joinStores([...all, session], clock),
		board: createToldBoard({
			...{sources: all.map(({store}) => store), all: joined.store},
			...{venues, clock},
		}),
		stop() {
			joined.stop();
			for (const session of all) session.stop();
			end();
		},
	};
};

/** The session that follows a market of the list; undefined where none does. */
export const findListed = (
	{sessions}: Pick<ListedSessions, 'sessions'>,
	wanted: WantedMarket,
): Session | undefined => {
	const name = formatWanted(wanted);
	const isIt = ({wanted: own, session}: ListedSessions['sessions'][number]) =>
		formatWanted(own) === name || session.store.getView().books.some(({market}) => market === name);
	return sessions.find(isIt)?.session;
};
