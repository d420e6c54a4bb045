import type {Clock} from '../clock.js';
import {createArranger, isLive} from './arranger.js';
import type {Lease} from './leases.js';
import {createOffers} from './offers.js';
import {createOwnLease} from './own-lease.js';
import {createShelf, type Followed, type RelayOptions} from './shelf.js';
import {keyOf, type BookName} from './subjects.js';

const renewMs = 1000;
const arrangeMs = 300;
const tickMs = 1000;

/** Who leaves goes on for so long at the most, until the others have taken over. */
const handOverMs = 5000;

export type BookRole = 'owner' | 'standby' | 'none';

const toRelayed = (book: BookName, there: Followed | undefined) => {
	const role: BookRole = there?.published.isOwner() ? 'owner' : there ? 'standby' : 'none';
	const epoch = there?.published.epoch() ?? 0;
	return {book, role, epoch, view: there?.published.view() ?? null};
};

/** Until the others have what was ours, or that moment. */
const handOver = (
	clock: Pick<Clock, 'now' | 'after'>,
	hasAny: () => boolean,
	until: number,
): Promise<void> =>
	new Promise(resolve => {
		const look = () => {
			if (hasAny() && clock.now() < until) clock.after(100, look);
			else resolve();
		};
		look();
	});

/** Follows books and publishes those that are this relay's, as long as it runs. */
export const startRelay = (options: RelayOptions) => {
	const {bus, name, runId, version, clock, books, onEvent} = options;
	const run = `${name}~${runId}`;
	const offers = createOffers(clock);
	const toLease = (): Lease => ({
		run,
		books: books.map(keyOf).filter(offers.isOffered),
		live: shelf
			.all()
			.filter(isLive)
			.map(({book}) => keyOf(book)),
		...{capacity: books.length, version},
	});
	const lease = createOwnLease({
		...{bus, name, run, clock, lease: toLease},
		onTrouble(words) {
			onEvent({type: 'trouble', words});
		},
		onTaken() {
			onEvent({type: 'name-taken'});
		},
	});
	const shelf = createShelf(options, run, lease.isEntitled);
	let isLeaving = false;
	const arranger = createArranger(options, run, shelf, offers, () => isLeaving);
	const owned = () => shelf.all().filter(({published}) => published.isOwner());

	const stops = [
		clock.every(renewMs, () => void lease.renew()),
		clock.every(arrangeMs, () => void arranger.arrange()),
		clock.every(tickMs, () => {
			for (const {published} of shelf.all()) published.tick();
		}),
	];
	void lease.renew().then(arranger.arrange);

	const end = () => {
		isLeaving = true;
		for (const stop of stops) stop();
		shelf.stop();
	};

	return {
		run,
		isEntitled: lease.isEntitled,
		/** How each book stands here. */
		books: () => books.map(book => toRelayed(book, shelf.get(keyOf(book)))),
		/** Ends at once, as if it had been killed. */
		end,
		/** Lets the others take over, then ends. */
		async leave(): Promise<void> {
			isLeaving = true;
			// A server that does not answer takes some of it.
			const until = clock.now() + handOverMs;
			await lease.end();
			if (arranger.others() > 0) await handOver(clock, () => owned().length > 0, until);
			end();
		},
	};
};

export type Relay = ReturnType<typeof startRelay>;
