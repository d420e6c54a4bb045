import type {Clock} from '../clock.js';
import type {Relay} from '../relay/relay.js';
import type {RelayEvent} from '../relay/shelf.js';
import type {RelayStatus} from '../service/relay-status.js';
import type {Appended, Bus} from '../transport/bus.js';

/** Counts what a relay does. */
export const createRelayCounts = () => {
	const counts = {messages: 0, bytes: 0, refused: 0, claims: 0};
	let relays: readonly string[] = [];
	return {
		/** What became of a message of a book's log. */
		answered(type: 'stored' | 'refused') {
			if (type === 'refused') counts.refused++;
		},
		/** The same bus, on which it is noticed what is stored, and how many seconds that takes. */
		meter(bus: Bus, clock: Pick<Clock, 'now'>, onStored: (seconds: number) => void): Bus {
			const metered = async <T extends Appended | number>(
				bytes: Uint8Array,
				store: () => Promise<T>,
			): Promise<T> => {
				const sentAt = clock.now();
				const stored = await store();
				if (typeof stored !== 'number' && stored.type === 'refused') return stored;
				counts.messages++;
				counts.bytes += bytes.length;
				onStored((clock.now() - sentAt) / 1000);
				return stored;
			};
			return {
				...bus,
				append: (subject, bytes, ...rest) =>
					metered(bytes, () => bus.append(subject, bytes, ...rest)),
				store: (subject, bytes, options) =>
					metered(bytes, () => bus.store(subject, bytes, options)),
			};
		},
		hear(event: RelayEvent) {
			if (event.type === 'relays') relays = event.names;
			if (event.type === 'owner') counts.claims++;
		},
		status: (relay: Relay | null): RelayStatus => ({
			...{...counts, relays, isEntitled: relay?.isEntitled() ?? false},
			books:
				relay?.books().map(({book, role, epoch, view}) => ({
					...{exchange: book.exchange, market: `${book.base}/${book.quote}`},
					...{isOwned: role === 'owner', epoch, view},
				})) ?? [],
		}),
	};
};
