import {booksOf, learnProgress, type Recorded} from './recorded-connection.js';
import {exchangeOf, type BookMessage, type ReplayWire} from './replay-wire.js';
import type {Carrier, Rivals} from './rivals.js';
import {aheadMs, lagMs} from './stream-progress.js';

/** One that should bring what came as another topic of its book. */
export type Due = Carrier & {
	/** What came, and as which topic. */
	readonly sequence: number;
	readonly by: string;
	/** In so many milliseconds. */
	readonly withinMs: number;
};

type Options = {
	readonly wire: Pick<ReplayWire, 'bookMessage' | 'bookOf' | 'levelsOf' | 'hasSiblings'>;
	readonly rivals: Pick<Rivals, 'ofBook' | 'carriersOf'>;
};

/**
 * Finds topics of one book that count the same ids, on one connection or on several: a client of one is told nothing
 * of another, but what one brings the other has to bring too.
 */
export const createSiblings = ({wire, rivals}: Options) => {
	const begin = (recorded: Recorded) => {
		if (recorded.isCompared) return;
		recorded.isCompared = true;
		// Of one that is shared it is known.
		if (!recorded.isShared) learnProgress(recorded, wire);
	};

	const carriersOf = ({endpoint}: Recorded, topic: string): readonly Carrier[] =>
		rivals.ofBook(exchangeOf(endpoint), wire.bookOf(topic) ?? '');

	/** Those of which is not known what they carry, as what they have brought. */
	const unknownOf = ({endpoint}: Recorded, topic: string): readonly Carrier[] =>
		rivals
			.carriersOf(endpoint, topic)
			.filter(({topics}) => topics === null)
			.flatMap(recorded =>
				[...recorded.progress.topics()]
					.filter(other => wire.bookOf(other) === wire.bookOf(topic))
					.map(other => ({recorded, topic: other})),
			);

	return {
		/** What one carries is known, as far as it is. */
		look(recorded: Recorded) {
			if (!wire.hasSiblings(recorded.endpoint)) return;
			if (recorded.topics === null) begin(recorded);
			for (const topic of booksOf(wire, recorded)) {
				const carriers = carriersOf(recorded, topic);
				if (carriers.every(other => other.topic === topic)) continue;
				for (const other of carriers) begin(other.recorded);
			}
		},
		/** A connection brought this: who has not brought as much of the book as another topic. */
		due(recorded: Recorded, {topic, sequence}: BookMessage): readonly Due[] {
			const levels = wire.levelsOf(topic) ?? 0;
			return [...carriersOf(recorded, topic), ...unknownOf(recorded, topic)].flatMap(carrier => {
				const own = carrier.topic === topic ? null : wire.levelsOf(carrier.topic);
				const at = carrier.recorded.progress.position(carrier.topic) ?? -1;
				if (own === null || at >= sequence) return [];
				// Of what changes only in levels that it does not tell, it brings nothing by itself.
				return [{...carrier, sequence, by: topic, withinMs: levels > own ? aheadMs : lagMs}];
			});
		},
	};
};
