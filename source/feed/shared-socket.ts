import type {Clock} from '../clock.js';
import type {Heading, Sharing} from '../exchanges/sharing.js';
import type {Socket, SocketEvent} from '../transport/transport.js';
import {createOutbox} from './outbox.js';
import type {SocketPlace} from './socket-gate.js';
import {createTopicControl} from './topic-control.js';

/** One of those who share a socket. */
export type Member = {
	/** By which answers to it are told from those to others. */
	readonly number: number;
	readonly topics: readonly string[];
	readonly onEvent: (event: SocketEvent) => void;
	/** It was told that it is open. */
	isOpen: boolean;
	/** The exchange has named all of its topics as those that are on. */
	wasListed: boolean;
};

type Options = {
	readonly sharing: Sharing;
	readonly clock: Clock;
	/** Makes the socket itself. */
	readonly connect: (onEvent: (event: SocketEvent) => void) => Socket;
	/** Milliseconds until it may be made. */
	readonly waitMs: number;
	/** It is closed, or nobody is left who shares it. */
	readonly onGone: () => void;
};

/** Between two looks at which topics are on. */
const listEveryMs = 60_000;

/** Who shares a socket is told so often that something came on it, whomever it was for. */
const signEveryMs = 1000;

/** A ping is not repeated for another member so soon. */
const pingTogetherMs = 2500;

/** The members, found by topic. */
const createMembers = () => {
	const all = new Set<Member>();
	const byTopic = new Map<string, Member>();
	/** All topics it ever carried: what still comes of one that was left is nobody's. */
	const carried = new Set<string>();
	return {
		all,
		add(member: Member) {
			all.add(member);
			for (const topic of member.topics) {
				carried.add(topic);
				byTopic.set(topic, member);
			}
		},
		remove(member: Member): boolean {
			if (!all.delete(member)) return false;
			for (const topic of member.topics) byTopic.delete(topic);
			return true;
		},
		of: (topic: string) => byTopic.get(topic),
		carried,
		tell(event: SocketEvent) {
			for (const member of [...all])
				if (all.has(member) && (member.isOpen || event.type !== 'message')) member.onEvent(event);
		},
	};
};

/** What waits to be sent for single members. */
const createSending = (socket: () => Socket | null, now: () => number) => {
	const messages: string[] = [];
	const pings: string[] = [];
	let pinged = {payload: '', at: -Infinity};
	return {
		send(data: string) {
			messages.push(data);
		},
		/** Returns whether one is to be sent: not where it was for another a moment ago. */
		ping(payload: string): boolean {
			const isKnown = pinged.payload === payload && now() - pinged.at < pingTogetherMs;
			if (isKnown || pings.includes(payload)) return false;
			pings.push(payload);
			return true;
		},
		sendNext(): boolean {
			const payload = pings.shift();
			if (payload !== undefined) {
				pinged = {payload, at: now()};
				socket()?.ping(payload === '' ? undefined : payload);
				return true;
			}
			const message = messages.shift();
			if (message === undefined) return false;
			socket()?.send(message);
			return true;
		},
	};
};

/**
 * A socket that several markets share. Each has a part in it that looks like a socket of its own: it hears what
 * is of its topics, what concerns all, and what nobody can tell whom it concerns. All end with it. A topic that
 * was left is not taken up again on the same socket, so what comes of it late proves nothing to anybody.
 */
export const createSharedSocket = ({sharing, clock, connect, waitMs, onGone}: Options) => {
	const members = createMembers();
	let socket: Socket | null = null;
	let openedAt: number | null = null;
	let isEnding = false;
	let isGone = false;
	let hasNews = false;
	let count = 0;
	/** Whose topics the address names. */
	let first: Member | null = null;

	const sending = createSending(() => socket, clock.now);
	const outbox = createOutbox({
		...{clock, everyMs: sharing.sendEveryMs},
		sendNext: () => openedAt !== null && (control?.sendNext() || sending.sendNext() || openNext()),
	});
	const control = sharing.control
		? createTopicControl(sharing.control, members.all, {
				now: clock.now,
				send: data => socket?.send(data),
				wake: outbox.wake,
				end(member, topic) {
					leave(member);
					member.onEvent({type: 'close', reason: `the exchange ended ${topic}`});
				},
			})
		: null;

	const tellOpen = (member: Member) => {
		if (member.isOpen || openedAt === null || !members.all.has(member)) return;
		member.isOpen = true;
		member.onEvent({type: 'open', since: openedAt});
	};

	/** Clients that ask for their topics themselves are let in one by one, as their requests can be sent. */
	const openNext = (): boolean => {
		const next = [...members.all].find(({isOpen}) => !isOpen);
		if (!next) return false;
		tellOpen(next);
		sending.sendNext();
		return true;
	};

	const onOpen = () => {
		openedAt = clock.now();
		if (control) {
			for (const member of members.all) {
				if (member === first) control.named(member);
				else control.add(member);
			}
			for (const member of [...members.all]) tellOpen(member);
		}
		outbox.wake();
	};

	const end = () => {
		isGone = true;
		outbox.stop();
		for (const cancel of cancels) cancel();
		onGone();
	};

	const leave = (member: Member) => {
		if (!members.remove(member)) return;
		control?.forget(member);
		if (members.all.size > 0 || isGone) return;
		end();
		socket?.close();
	};

	const route = (heading: Heading, message: SocketEvent & {readonly type: 'message'}) => {
		switch (heading.type) {
			case 'topic': {
				const member = members.of(heading.topic);
				if (member) member.onEvent(message);
				else if (!members.carried.has(heading.topic)) members.tell(message);
				return;
			}
			case 'answer': {
				if (control?.take(heading, message.data)) return;
				const member = [...members.all].find(({number}) => number === heading.of);
				if (member) member.onEvent(message);
				else if (control || heading.of > count) members.tell(message);
				return;
			}
			case 'ping':
				socket?.send(heading.answer);
				members.tell({type: 'ping'});
				return;
			case 'ending':
				isEnding = true;
				members.tell(message);
				return;
			case 'other':
				members.tell(message);
		}
	};

	const receive = (raw: string | Buffer) => {
		hasNews = true;
		let data = raw;
		let heading: Heading = {type: 'other'};
		try {
			data = sharing.unpack(raw);
			heading = sharing.readHeading(data);
		} catch {
			// Whose it was is not known: each of them finds that it cannot be read.
		}
		route(heading, {type: 'message', data});
	};

	const onEvent = (event: SocketEvent) => {
		if (isGone) return;
		if (event.type === 'message') receive(event.data);
		else if (event.type === 'open') onOpen();
		else if (event.type === 'close') {
			end();
			members.tell({...event, isShared: true});
			for (const member of [...members.all]) members.remove(member);
		} else members.tell(event);
	};

	const cancels = [
		clock.after(waitMs, () => {
			socket = connect(onEvent);
		}),
		clock.every(signEveryMs, () => {
			if (hasNews) members.tell({type: 'ping'});
			hasNews = false;
		}),
		clock.every(listEveryMs, () => control?.list(null)),
	];

	return {
		/** Whether there is room for these topics, and none was ever carried. */
		canTake: ({topics}: Pick<SocketPlace, 'topics'>): boolean =>
			!isGone &&
			!isEnding &&
			members.carried.size + topics.length <= sharing.maxTopics &&
			!topics.some(topic => members.carried.has(topic)),
		/** Milliseconds since it opened. */
		ageMs: () => (openedAt === null ? 0 : clock.now() - openedAt),
		join({topics}: SocketPlace, listener: Member['onEvent']): Socket {
			const member: Member = {
				...{number: ++count, topics, onEvent: listener},
				...{isOpen: false, wasListed: false},
			};
			first ??= member;
			members.add(member);
			if (openedAt !== null) {
				control?.add(member);
				// Never before this has returned.
				if (control) clock.after(0, () => tellOpen(member));
				outbox.wake();
			}
			return {
				send(data) {
					if (!members.all.has(member)) return;
					if (control?.isList(data)) control.list(member);
					else sending.send(sharing.mark(data, member.number));
					outbox.wake();
				},
				ping(payload = '') {
					if (openedAt !== null && sending.ping(payload)) outbox.wake();
				},
				close() {
					leave(member);
				},
			};
		},
	};
};

export type SharedSocket = ReturnType<typeof createSharedSocket>;
