import type {Clock} from '../clock.js';
import type {Heading, Received, Sharing} from '../exchanges/sharing.js';
import type {Member, Members} from './members.js';

/** Members whose topics one message asks for at the most. */
const maxTogether = 100;

/** After this a topic that is not on was not taken, and is asked for once more. */
const askAgainMs = 10_000;

export type ControlPort = {
	readonly clock: Pick<Clock, 'now'>;
	readonly send: (data: string) => void;
	/** The exchange carries one of its topics no more. */
	readonly end: (member: Member, topic: string) => void;
	/** Something waits to be sent. */
	readonly wake: () => void;
};

type Answer = Heading & {readonly type: 'answer'};

/** What was asked for in one message: that topics are on, or which are; and by whom. */
type Question = {readonly type: 'topics' | 'list'; readonly members: readonly Member[]};

/** Members in the groups in which their topics are asked for; those of a refused one by halves: so one at fault is found. */
const createGroups = () => {
	const groups: (readonly Member[])[] = [];
	return {
		add(member: Member) {
			const last = groups.at(-1);
			if (last && last.length < maxTogether) groups[groups.length - 1] = [...last, member];
			else groups.push([member]);
		},
		addHalves(members: readonly Member[]) {
			const half = members.length >> 1;
			groups.push(members.slice(0, half), members.slice(half));
		},
		next: () => groups.shift(),
	};
};

/** Tells by the exchange's own word which topics are on: who was on and is no more is ended, who never was asks again. */
const createJudge = (
	members: Members,
	{clock, end}: ControlPort,
	ask: (member: Member) => void,
) => {
	const askedAt = new WeakMap<Member, number>();
	const lower = (topic: string) => topic.toLowerCase();
	return {
		asked(member: Member) {
			askedAt.set(member, clock.now());
		},
		judge(topics: readonly string[]) {
			const on = new Set(topics.map(lower));
			for (const member of members.all()) {
				const missing = member.topics.find(topic => !on.has(lower(topic)));
				if (missing === undefined) member.wasListed = true;
				else if (member.wasListed) end(member, missing);
				else if (clock.now() - (askedAt.get(member) ?? 0) >= askAgainMs) ask(member);
			}
		},
	};
};

/** What was asked, by the number that the answer carries. */
const createQuestions = (send: (data: string) => void) => {
	const questions = new Map<number, Question>();
	let count = 0;
	return {
		ask(question: Question, toMessage: (number: number) => string) {
			questions.set(++count, question);
			send(toMessage(count));
		},
		take(number: number): Question | undefined {
			const question = questions.get(number);
			questions.delete(number);
			return question;
		},
	};
};

/** Which topics a socket with many members is asked for, and which it carries. */
export const createTopicControl = (
	control: NonNullable<Sharing['control']>,
	members: Members,
	port: ControlPort,
) => {
	const groups = createGroups();
	const questions = createQuestions(port.send);
	/** Who asks which topics are on: nobody but the socket itself where it is empty; null where it is not due. */
	let askers: Set<Member> | null = null;

	const add = (member: Member) => {
		groups.add(member);
		port.wake();
	};
	const {asked, judge} = createJudge(members, port, add);

	const askTopics = (wanted: readonly Member[]) => {
		wanted.forEach(asked);
		const topics = wanted.flatMap(member => member.topics);
		questions.ask({type: 'topics', members: wanted}, number => control.subscribe(topics, number));
	};

	const onRefusal = (refused: readonly Member[], tell: (member: Member) => void) => {
		const left = refused.filter(members.has);
		if (left.length > 1) groups.addHalves(left);
		else left.forEach(tell);
		port.wake();
	};

	return {
		/** Asks for the topics of one more. */
		add,
		/** Its topics were named in the address. */
		named: asked,
		isList: control.isList,
		/** One asks which topics are on; null: nobody but the socket itself, which looks after all. */
		list(member: Member | null) {
			askers ??= new Set();
			if (member) askers.add(member);
			port.wake();
		},
		/** Returns whether anything was to be sent. */
		sendNext(): boolean {
			const wanted = groups.next()?.filter(members.has);
			if (wanted && wanted.length > 0) askTopics(wanted);
			else if (!wanted && askers) {
				questions.ask({type: 'list', members: [...askers]}, control.list);
				askers = null;
			} else return wanted !== undefined;
			return true;
		},
		/** Returns whether it was of anything that was asked here. */
		take({of, isRefusal, topics}: Answer, message: Received): boolean {
			const question = questions.take(of);
			const tell = (member: Member) => member.onEvent({type: 'message', ...message});
			if (question?.type === 'list') {
				question.members.filter(members.has).forEach(tell);
				if (topics) judge(topics);
			} else if (question && isRefusal) onRefusal(question.members, tell);
			return question !== undefined;
		},
	};
};

export type TopicControl = ReturnType<typeof createTopicControl>;
