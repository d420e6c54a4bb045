import type {Clock} from '../clock.js';
import type {Sharing} from '../exchanges/sharing.js';
import type {Socket, SocketEvent} from '../transport/transport.js';
import {createLateness} from './lateness.js';
import {createMemberSends} from './member-sends.js';
import {createMembers, type Member, type Members} from './members.js';
import {createOutbox} from './outbox.js';
import {createSharedMessages} from './shared-messages.js';
import type {SocketPart, SocketPlace} from './socket-gate.js';
import {createTopicControl, type TopicControl} from './topic-control.js';

export type SharedSocketOptions = {
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

/** Who shares a socket is told so often that something came on it, whomever it was for, or that it waits for its turn. */
const signEveryMs = 1000;

/** When it opened, and whom that was told. */
const createOpening = (clock: Clock, members: Members, control: TopicControl | null) => {
	let openedAt: number | null = null;
	/** Whose topics the address names. */
	let first: Member | null = null;

	const tell = (member: Member) => {
		if (openedAt === null || !members.has(member)) return;
		member.isOpen = true;
		member.onEvent({type: 'open', since: openedAt});
	};

	return {
		at: () => openedAt,
		/** One more shares it. */
		joined(member: Member) {
			first ??= member;
			if (!control || openedAt === null) return;
			control.add(member);
			// Never before whoever joins knows of it.
			clock.after(0, () => {
				tell(member);
			});
		},
		opened() {
			openedAt = clock.now();
			if (!control) return;
			for (const member of members.all()) {
				if (member === first) control.named(member);
				else control.add(member);
			}
			members.all().forEach(tell);
		},
		/** Clients that ask for their topics themselves are let in one by one. Returns whether one was. */
		tellNext(): boolean {
			const next = control ? undefined : members.all().find(({isOpen}) => !isOpen);
			if (next) tell(next);
			return next !== undefined;
		},
	};
};

/** What is sent on a shared socket: at the pace of the exchange, what concerns many before what concerns one. */
const createSends = ({sharing, clock}: SharedSocketOptions, socket: () => Socket | null) => {
	const members = createMembers();
	const sends = createMemberSends(members, socket, clock);
	const lateness = createLateness({
		clock,
		ping: payload => socket()?.ping(payload),
		onDue: () => outbox.wake(),
	});
	const outbox = createOutbox({
		...{clock, everyMs: sharing.sendEveryMs},
		sendNext() {
			if (opening.at() === null) return false;
			if (lateness.ask() || control?.sendNext() === true || sends.sendNext()) return true;
			if (!opening.tellNext()) return false;
			sends.sendNext();
			return true;
		},
	});
	/** Who leaves is told nothing more; set by whoever owns the socket. */
	let leave: (member: Member) => void = () => undefined;
	const control = sharing.control
		? createTopicControl(sharing.control, members, {
				...{clock, wake: outbox.wake},
				send: data => socket()?.send(data),
				end(member, topic) {
					leave(member);
					member.onEvent({type: 'close', reason: `the exchange ended ${topic}`});
				},
			})
		: null;
	const opening = createOpening(clock, members, control);
	return {
		...{members, sends, lateness, outbox, control, opening},
		/** Answers a sign of life of this time, at once. */
		answer(data: string, time: number) {
			lateness.beat(time);
			socket()?.send(data);
		},
		onLeave(listener: (member: Member) => void) {
			leave = listener;
		},
	};
};

/** A member's part in a socket, which looks like a socket of its own. */
const createPart = (
	member: Member,
	{sharing}: SharedSocketOptions,
	{members, sends, lateness, outbox, control, opening}: ReturnType<typeof createSends>,
	leave: (member: Member) => void,
): SocketPart => ({
	lateness,
	send(data) {
		if (!members.has(member)) return;
		if (control?.isList(data) === true) control.list(member);
		else sends.send(member, sharing.mark(data, member.number));
		outbox.wake();
	},
	ping(payload = '') {
		if (opening.at() !== null && sends.ping(payload)) outbox.wake();
	},
	close() {
		leave(member);
	},
});

/** The socket itself, from when it may be made; `end` where nobody is left who shares it. */
const runSocket = (options: SharedSocketOptions) => {
	const {sharing, clock, connect, waitMs, onGone} = options;
	let socket: Socket | null = null;
	let state: 'on' | 'ending' | 'gone' = 'on';
	let hasNews = false;

	const parts = createSends(options, () => socket);
	const {members, lateness, outbox, control, opening} = parts;
	const take = createSharedMessages({
		...{sharing, members, control},
		answer: parts.answer,
		onEnding() {
			state = 'ending';
		},
	});

	const forget = () => {
		state = 'gone';
		outbox.stop();
		lateness.end();
		for (const cancel of cancels) cancel();
		onGone();
	};

	const onEvent = (event: SocketEvent) => {
		if (state === 'gone') return;
		hasNews ||= event.heardAt === undefined;
		lateness.heard(event);
		if (event.type === 'message') take(event);
		else if (event.type === 'close') {
			forget();
			members.tell({...event, isShared: true});
			members.all().forEach(members.remove);
		} else if (event.type === 'open') {
			opening.opened();
			outbox.wake();
		} else members.tell(event);
	};

	const cancels = [
		clock.after(waitMs, () => {
			socket = connect(onEvent);
		}),
		clock.every(signEveryMs, () => {
			if (hasNews || !socket) members.tell({type: 'ping'});
			hasNews = false;
		}),
		clock.every(listEveryMs, () => control?.list(null)),
	];

	return {
		parts,
		isOn: () => state === 'on',
		leave(member: Member) {
			if (!members.remove(member) || !members.isEmpty() || state === 'gone') return;
			forget();
			socket?.close();
		},
	};
};

/**
 * A socket that several markets share. Each has a part in it that looks like a socket of its own: it hears what
 * is of its topics, what concerns all, and what nobody can tell whom it concerns. All end with it. A topic that
 * was left is not taken up again on the same socket, so what comes of it late proves nothing to anybody.
 */
export const createSharedSocket = (options: SharedSocketOptions) => {
	const {sharing, clock} = options;
	const {parts, isOn, leave} = runSocket(options);
	const {members, outbox, opening, onLeave} = parts;
	onLeave(leave);
	return {
		/** Whether there is room for these topics, and none was ever carried. */
		canTake: ({topics}: Pick<SocketPlace, 'topics'>): boolean =>
			isOn() &&
			members.carried.size + topics.length <= sharing.maxTopics &&
			!topics.some(topic => members.carried.has(topic)),
		/** Milliseconds since it opened. */
		ageMs: () => clock.now() - (opening.at() ?? clock.now()),
		join({topics}: SocketPlace, listener: Member['onEvent']): SocketPart {
			const member = members.add(topics, listener);
			opening.joined(member);
			outbox.wake();
			return createPart(member, options, parts, leave);
		},
	};
};

export type SharedSocket = ReturnType<typeof createSharedSocket>;
