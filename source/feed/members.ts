import type {SocketEvent} from '../transport/transport.js';

/** One of those who share a socket. */
export type Member = {
	/** By which answers to it are told from those to others. */
	readonly number: number;
	/** By the exchange's names. */
	readonly topics: readonly string[];
	readonly onEvent: (event: SocketEvent) => void;
	/** It was told that it is open. */
	isOpen: boolean;
	/** The exchange has named all of its topics as those that are on. */
	wasListed: boolean;
};

/** Those who share a socket, found by topic. */
export const createMembers = () => {
	const all = new Set<Member>();
	const byTopic = new Map<string, Member>();
	/** All topics it ever carried: what still comes of one that was left is nobody's. */
	const carried = new Set<string>();
	let count = 0;
	return {
		/** In the order in which they came. */
		all: (): readonly Member[] => [...all],
		has: (member: Member) => all.has(member),
		isEmpty: () => all.size === 0,
		/** How many there have been. */
		count: () => count,
		add(topics: readonly string[], onEvent: Member['onEvent']): Member {
			const member = {number: ++count, topics, onEvent, isOpen: false, wasListed: false};
			all.add(member);
			for (const topic of topics) {
				carried.add(topic);
				byTopic.set(topic, member);
			}
			return member;
		},
		/** Returns whether it was there. */
		remove(member: Member): boolean {
			if (!all.delete(member)) return false;
			for (const topic of member.topics) byTopic.delete(topic);
			return true;
		},
		of: (topic: string) => byTopic.get(topic),
		numbered: (number: number) => [...all].find(member => member.number === number),
		carried: carried as ReadonlySet<string>,
		/** Tells all; what came before they were open is none of their messages. */
		tell(event: SocketEvent) {
			for (const member of [...all])
				if (all.has(member) && (member.isOpen || event.type !== 'message')) member.onEvent(event);
		},
	};
};

export type Members = ReturnType<typeof createMembers>;
