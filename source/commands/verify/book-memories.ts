import {createAgeGuard} from '../../feed/age-guard.js';
import type {BookMemory} from './book-run.js';

/**
 * What is known of each book from the connections it was on, as the feed knows it. `key` names a book
 * and its channel, whose ids are of one kind; `isShared` tells whether it is on several connections now:
 * then one of them may be behind.
 */
export const createBookMemories = () => {
	const memories = new Map<string, BookMemory>();

	const create = (isShared: () => boolean): BookMemory => {
		const guard = createAgeGuard();
		let known = 0;
		return {
			judge(sequence) {
				const fault = isShared() ? null : guard.judge(sequence);
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
		get(key: string, isShared: () => boolean): BookMemory {
			const memory = memories.get(key) ?? create(isShared);
			memories.set(key, memory);
			return memory;
		},
		/** What comes has nothing to do with what came. */
		clear() {
			memories.clear();
		},
	};
};
