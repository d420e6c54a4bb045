import {booksOf, learnProgress, type Recorded} from './recorded-connection.js';
import type {BookMessage, ReplayWire} from './replay-wire.js';
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
	readonly wire: Pick<
		ReplayWire,
		'bookMessage' | 'bookOf' | 'unreadIn' | 'levelsOf' | 'siblingsOf' | 'hasSiblings'
	>;
	readonly rivals: Pick<Rivals, 'carriersOf'>;
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

	/** Those of which nothing tells what they carry carry what they have brought. */
	const carries = ({topics, progress}: Recorded, topic: string): boolean =>
		topics !== null || progress.position(topic) !== null;

	const carriersOf = ({endpoint}: Recorded, topic: string): readonly Carrier[] =>
		wire.siblingsOf(topic).flatMap(other =>
			rivals
				.carriersOf(endpoint, other)
				.filter(recorded => carries(recorded, other))
				.map(recorded => ({recorded, topic: other})),
		);

	return {
		/** What one carries is known, as far as it is. */
		look(recorded: Recorded) {
			if (!wire.hasSiblings(recorded.endpoint)) return;
			if (recorded.topics === null) begin(recorded);
			for (const topic of booksOf(wire, recorded)) {
				const carriers = carriersOf(recorded, topic);
				for (const one of carriers) begin(one.recorded);
				if (carriers.length > 0) begin(recorded);
			}
		},
		/** A connection brought this: who has not brought as much of the book as another topic. */
		due(recorded: Recorded, {topic, sequence}: BookMessage): readonly Due[] {
			const levels = wire.levelsOf(topic) ?? 0;
			return carriersOf(recorded, topic)
				.filter(carrier => (carrier.recorded.progress.position(carrier.topic) ?? -1) < sequence)
				.map(carrier => {
					// Of what changes only in levels that it does not tell, it brings nothing by itself.
					const isSilent = levels > (wire.levelsOf(carrier.topic) ?? 0);
					return {...carrier, sequence, by: topic, withinMs: isSilent ? aheadMs : lagMs};
				});
		},
	};
};
