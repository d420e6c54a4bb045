import type {Replies} from './replies.js';
import type {HuobiTopic} from './topic.js';

export type SubscriptionsPort = {
	readonly replies: Replies;
	/** Null where it is none, which was answered. */
	find(id: unknown, name: string): HuobiTopic | null;
	/** Why the subscription that just came is refused; null where it is not. */
	takeRefusal(): string | null;
	push(topic: string, text: string): void;
};

/** A topic or an array of them. */
const namesOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** The topics that one connection has subscribed to. */
export const createSubscriptions = ({replies, find, takeRefusal, push}: SubscriptionsPort) => {
	/** How to leave each, by name. */
	const leaves = new Map<string, () => void>();

	/** The topics of all names; null, and the first that is none refused. */
	const findAll = (id: unknown, names: readonly string[]) => {
		const found: {readonly name: string; readonly topic: HuobiTopic}[] = [];
		for (const name of names) {
			const topic = find(id, name);
			if (!topic) return null;
			found.push({name, topic});
		}
		return found;
	};

	return {
		subscribe(id: unknown, sub: unknown) {
			const found = findAll(id, namesOf(sub));
			if (!found) return;
			const refusal = takeRefusal();
			if (refusal !== null) {
				replies.refuse(id, refusal);
				return;
			}
			replies.accept(id, 'subbed', sub);
			for (const {name, topic} of found) {
				// Subscribed twice, a topic is acknowledged and pushed anew, then told of once.
				leaves.get(name)?.();
				const leave = topic.subscribe(text => {
					push(name, text);
				});
				leaves.set(name, leave);
			}
		},
		unsubscribe(id: unknown, unsub: unknown) {
			const names = namesOf(unsub);
			const unknown = names.find(name => !leaves.has(name));
			if (unknown !== undefined) {
				replies.refuse(id, `unsub with not subbed topic ${unknown}`);
				return;
			}
			for (const name of names) {
				leaves.get(name)?.();
				leaves.delete(name);
			}
			replies.accept(id, 'unsubbed', unsub);
		},
		end() {
			for (const leave of leaves.values()) leave();
			leaves.clear();
		},
	};
};
