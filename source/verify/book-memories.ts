import {createAgeGuard} from '../feed/age-guard.js';
import type {BookMemory} from './book-events.js';

/**
 * What is known of each book from the connections it was on, as the feed knows it. `key` names a book
 * and its channel, whose ids are of one kind.
 */
export const createBookMemories = () => {
	const memories = new Map<string, BookMemory>();

	const create = (): BookMemory => {
		const guard = createAgeGuard();
		let known = 0;
		return {
			judge(sequence) {
				const fault = guard.judge(sequence);
				return fault && {...fault, detail: `ids fell to ${sequence} from ${known}`};
			},
			learn(sequence) {
				known = sequence;
				guard.learn(sequence);
			},
			forget: guard.forget,
		};
	};

	return {
		get(key: string): BookMemory {
			const memory = memories.get(key) ?? create();
			memories.set(key, memory);
			return memory;
		},
		/** What comes has nothing to do with what came. */
		forget() {
			for (const memory of memories.values()) memory.forget();
		},
	};
};
