import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import {isSameStatus, type BookKey, type BookStatus} from '../store/market-view.js';
import type {BusState} from '../transport/bus.js';
import {createLogPlace} from './log-place.js';
import {createLogReader, type FollowEvent} from './log-reader.js';
import {relayOfRun, type PlacedState} from './messages.js';
import {createOwnerWatch, type Doubt} from './owner-watch.js';
import {toShown, type Absence} from './shown-status.js';
import {createToldBook} from './told-book.js';

export type FollowedPort = {
	readonly key: BookKey;
	/** Of the bus, for people. */
	readonly address: string;
	/** The book is there. */
	readonly store: BookStore;
	readonly clock: Pick<Clock, 'now' | 'wall' | 'sleeps'>;
	/** Asks the owner for the whole book, until there is one. */
	readonly askBook: () => void;
	readonly askWord: () => void;
	/** Asks no more. */
	readonly endAsking: () => void;
	readonly onEvent?: ((event: FollowEvent) => void) | undefined;
};

/** What is told of a book, each time it changes. */
const createTeller = ({key, store, clock}: FollowedPort, toStatus: () => BookStatus) => {
	let last: BookStatus | null = null;
	return () => {
		const status = toStatus();
		if (status === last) return;
		if (!last || !isSameStatus(last, status)) store.setStatus(key, status, clock.now());
		last = status;
	};
};

/** The pieces of a followed book, and what is known of its way. */
const createPieces = (port: FollowedPort) => {
	const {key, store, clock, address} = port;
	const way = {
		bus: {type: 'connecting', reason: null, retryAt: null} as BusState,
		/** What is said of the book may be listened to. */
		isAudible: true,
		isJoined: false,
		doubt: null as Doubt | null,
		absence: null as Absence | null,
	};
	const place = createLogPlace(key);
	const told = createToldBook({
		key,
		store,
		onSaid() {
			show();
		},
	});
	const watch = createOwnerWatch({clock, place, told});
	const show = createTeller(port, () => {
		// As nearly always: what there is to say is what the owner says.
		if (way.bus.type === 'connected' && way.isJoined && watch.isVouched()) return told.said();
		return toShown({
			...{bus: way.bus, isJoined: way.isJoined, absence: way.absence, address},
			fault: way.doubt?.fault ?? null,
			...{hasBook: told.hasBook(), said: told.said(), owner: relayOfRun(place.run())},
			isVouched: watch.isVouched(),
			...{silentMs: watch.silentMs(), lateMs: watch.lateMs()},
		});
	});
	return {way, place, told, watch, show};
};

/** The book in its log, and the way back to it once it is in doubt. */
export const createFollowedCore = (port: FollowedPort) => {
	const {clock, askBook, askWord, onEvent} = port;
	const pieces = createPieces(port);
	const {way, place, told, watch} = pieces;
	const log = createLogReader({
		...pieces,
		clock,
		isJoined: () => way.isJoined,
		askWord,
		onEvent,
		onDoubt,
	});
	const counts = {rejoins: 0, differences: 0};

	const leave = () => {
		way.isJoined = false;
		watch.withdraw();
		log.forget();
	};

	/** Only a whole book, asked for anew, can be believed again. */
	function onDoubt(doubt: Doubt) {
		if (way.bus.type !== 'connected') return;
		if (way.isJoined) counts.rejoins++;
		if (doubt.fault?.code === 'relay-differs') counts.differences++;
		onEvent?.({type: 'rejoin', reason: doubt.reason});
		leave();
		way.doubt = doubt;
		askBook();
	}

	const join = (placed: PlacedState) => {
		log.supersede();
		watch.withdraw();
		watch.accepted(placed);
		place.begin(placed);
		told.restore(placed.state, watch.ahead(placed.run, placed.asOf));
		[way.doubt, way.absence] = [null, null];
		way.isJoined = true;
	};

	return {...pieces, log, counts, leave, onDoubt, join};
};

export type FollowedCore = ReturnType<typeof createFollowedCore>;
