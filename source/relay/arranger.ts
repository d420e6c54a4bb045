import {BusError} from '../transport/bus.js';
import {readLeases, type Lease} from './leases.js';
import type {createOffers} from './offers.js';
import {rankRelays} from './places.js';
import type {Followed, RelayOptions, Shelf} from './shelf.js';
import {keyOf, type BookName} from './subjects.js';

export const isLive = (there: Followed | undefined): boolean =>
	there?.published.view()?.status === 'live';

/** Looks who is there, and sees to it that this relay follows what it should. */
export const createArranger = (
	options: RelayOptions,
	run: string,
	shelf: Shelf,
	offers: ReturnType<typeof createOffers>,
	isLeaving: () => boolean,
) => {
	const {bus, name, books, standby, onEvent} = options;
	let [seen, others] = ['', 0];
	let isBusy = false;

	const place = (book: BookName, leases: ReadonlyMap<string, Lease>) => {
		const key = keyOf(book);
		const offering = [...leases].filter(([, lease]) => lease.books.includes(key));
		// One of our name from before us, or beside us, is not ours.
		const isOurs = leases.get(name)?.run === run;
		const ranked = rankRelays(
			key,
			offering.map(([relay]) => relay),
		);
		const at = isOurs ? ranked.indexOf(name) : -1;
		if (at !== 0) offers.pass(key);
		if (at < 0 || at > standby) {
			shelf.let(key);
			return;
		}
		const there = shelf.want(book);
		if (at > 0) return;
		const isElsewhere = offering.some(([relay, {live}]) => relay !== name && live.includes(key));
		offers.judge(key, isLive(there), isElsewhere);
		void there.published.claim();
	};

	const tellRelays = (leases: ReadonlyMap<string, Lease>) => {
		const names = [...leases.keys()].sort();
		others = names.filter(other => other !== name).length;
		if (names.join(' ') !== seen) onEvent({type: 'relays', names});
		seen = names.join(' ');
	};

	return {
		/** Other relays that are there. */
		others: () => others,
		async arrange(): Promise<void> {
			if (isBusy || isLeaving()) return;
			isBusy = true;
			try {
				const leases = await readLeases(bus);
				if (isLeaving()) return;
				tellRelays(leases);
				for (const book of books) place(book, leases);
			} catch (error) {
				// The others are not to be seen now: all stays as it is.
				if (!(error instanceof BusError)) throw error;
			} finally {
				isBusy = false;
			}
		},
	};
};
