import type {Sharing} from '../exchanges/sharing.js';
import type {Member} from './shared-socket.js';

type Control = NonNullable<Sharing['control']>;

/** Members whose topics one message asks for at the most. */
const maxTogether = 100;

/** After this a topic that is not on was not taken, and is asked for once more. */
const askAgainMs = 10_000;

export type ControlPort = {
	readonly now: () => number;
	readonly send: (data: string) => void;
	/** The exchange carries one of its topics no more. */
	readonly end: (member: Member, topic: string) => void;
	/** Something waits to be sent. */
	readonly wake: () => void;
};

type Asked =
	| {readonly type: 'topics'; readonly members: readonly Member[]}
	| {readonly type: 'list'; readonly members: readonly Member[]};

type Answer = {
	readonly of: number;
	readonly isRefusal: boolean;
	readonly topics: readonly string[] | null;
};

const lower = (topic: string) => topic.toLowerCase();

/** Which topics a socket with many members is asked for, and which it carries. */
export const createTopicControl = (
	control: Control,
	members: ReadonlySet<Member>,
	port: ControlPort,
) => {
	/** Each is asked for in one message; those of a refused one in two, so that the one at fault is found. */
	let groups: (readonly Member[])[] = [];
	let askers = new Set<Member>();
	let isListDue = false;
	let count = 0;
	const asked = new Map<number, Asked>();
	const askedAt = new Map<Member, number>();

	const sendTopics = (wanted: readonly Member[]) => {
		for (const member of wanted) askedAt.set(member, port.now());
		asked.set(++count, {type: 'topics', members: wanted});
		port.send(
			control.subscribe(
				wanted.flatMap(({topics}) => topics),
				count,
			),
		);
	};

	const sendList = () => {
		asked.set(++count, {type: 'list', members: [...askers]});
		askers = new Set();
		isListDue = false;
		port.send(control.list(count));
	};

	const ask = (wanted: readonly Member[]) => {
		groups.push(wanted);
		port.wake();
	};

	/** What is on by the exchange's own word: who was on and is no more hears so, who never was is asked for again. */
	const judge = (topics: readonly string[]) => {
		const on = new Set(topics.map(lower));
		for (const member of [...members]) {
			const missing = member.topics.find(topic => !on.has(lower(topic)));
			if (missing === undefined) member.wasListed = true;
			else if (member.wasListed) port.end(member, missing);
			else if (port.now() - (askedAt.get(member) ?? 0) >= askAgainMs) ask([member]);
		}
	};

	const onRefusal = (refused: readonly Member[], data: string | Buffer) => {
		const left = refused.filter(member => members.has(member));
		const half = left.length >> 1;
		if (half > 0) {
			ask(left.slice(0, half));
			ask(left.slice(half));
		} else for (const member of left) member.onEvent({type: 'message', data});
	};

	return {
		/** Asks for the topics of one more. */
		add(member: Member) {
			const last = groups.at(-1);
			if (last && last.length < maxTogether) groups[groups.length - 1] = [...last, member];
			else groups.push([member]);
			port.wake();
		},
		/** Its topics were named in the address. */
		named(member: Member) {
			askedAt.set(member, port.now());
		},
		/** One asks which topics are on; null: nobody but the one who looks after all. */
		list(member: Member | null) {
			if (member) askers.add(member);
			isListDue = true;
			port.wake();
		},
		isList: control.isList,
		/** Returns whether anything was to be sent. */
		sendNext(): boolean {
			const next = groups.shift();
			if (next) {
				const wanted = next.filter(member => members.has(member));
				if (wanted.length > 0) sendTopics(wanted);
			} else if (isListDue) sendList();
			else return false;
			return true;
		},
		forget(member: Member) {
			askedAt.delete(member);
			askers.delete(member);
		},
		/** Returns whether it was of anything that was asked. */
		take({of, isRefusal, topics}: Answer, data: string | Buffer): boolean {
			const question = asked.get(of);
			if (!question) return false;
			asked.delete(of);
			if (question.type === 'topics') {
				if (isRefusal) onRefusal(question.members, data);
				return true;
			}
			for (const member of question.members)
				if (members.has(member)) member.onEvent({type: 'message', data});
			if (topics) judge(topics);
			return true;
		},
	};
};
