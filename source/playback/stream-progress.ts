import type {BookMessage} from './replay-wire.js';

/** How far one connection has come with one book. */
type Progress = {
	/** Of the newest update it brought; null while it has brought none. */
	at: number | null;
	/** Whether something came since that cannot be read: that may have been any update. */
	isUnread: boolean;
	/** Of the newest snapshot since it opened, for as long as it has brought no update; or since what cannot be read. */
	quietAt: number | null;
	/** When it brought its newest update. */
	broughtAt: number;
	/** The newest that another has brought and it has not. */
	outrunBy: number | null;
	/** What it has to bring next of that, and since when. */
	dueBy: number;
	outrunSince: number;
	/** When anything of it came, where no sequence tells; null where nothing has. */
	cameAt: number | null;
	/** The newest time by the exchange's clock that such news told, and what it has to come up to; null where none did. */
	toldAt: number | null;
	toldBy: number | null;
	/** The newest that came as another topic of the book, for longer than this one may lag. */
	lacks: number;
};

/** Milliseconds that one connection may bring the same later than another. */
export const lagMs = 2000;

/** Milliseconds that a snapshot may be ahead of what a connection brings: real ones are up to 2.7 s. */
export const aheadMs = 10_000;

/** A book that is not known yet has brought nothing. */
const progressOf = (books: Map<string, Progress>, topic: string): Progress => {
	const known = books.get(topic);
	if (known) return known;
	const fresh = {
		...{at: null, isUnread: false, quietAt: null, broughtAt: -Infinity},
		...{outrunBy: null, dueBy: 0, outrunSince: 0, cameAt: null, lacks: -1},
		...{toldAt: null, toldBy: null},
	};
	books.set(topic, fresh);
	return fresh;
};

/** Whether a snapshot tells how far it has come: it has brought nothing, or nobody knows what. */
const isQuiet = ({at, isUnread}: Progress): boolean => at === null || isUnread;

const catchUp = (progress: Progress, sequence: number, behind: Set<Progress>, now: number) => {
	const {outrunBy} = progress;
	if (outrunBy === null || sequence < progress.dueBy) return;
	progress.dueBy = outrunBy;
	progress.outrunSince = Math.max(progress.outrunSince, now);
	if (sequence < outrunBy) return;
	progress.outrunBy = null;
	behind.delete(progress);
};

/** Whether the newest that came is from long before a time. */
const isFromBefore = ({cameAt, toldAt}: Progress, time: number | null): boolean =>
	cameAt !== null && toldAt !== null && time !== null && toldAt < time - lagMs;

/** News of a time came. Returns whether it is not as far as it has to come yet. */
const isStillBefore = (progress: Progress, time: number | null): boolean => {
	if (time !== null) progress.toldAt = Math.max(progress.toldAt ?? time, time);
	return progress.toldBy !== null && (progress.toldAt ?? Infinity) < progress.toldBy;
};

/** How far one has come with books whose messages are apart from those of other connections. */
const createProgressApart = (get: (topic: string) => Progress, behind: Set<Progress>) => ({
	/** It brought news of such a book. */
	came(topic: string, at: number, time: number | null) {
		const progress = get(topic);
		progress.cameAt = Math.max(progress.cameAt ?? at, at);
		if (isStillBefore(progress, time)) return;
		progress.toldBy = null;
		progress.outrunBy = null;
		behind.delete(progress);
	},
	/**
	 * Another brought such news: this one should have done so just now, or should soon; what it has brought since is
	 * none where it is from long before. Returns whether it lacks it from now on.
	 */
	miss(topic: string, now: number, time: number | null): boolean {
		const progress = get(topic);
		const isOld = isFromBefore(progress, time);
		const isDue = isOld || now - (progress.cameAt ?? now) >= lagMs;
		if (!isDue || progress.outrunBy !== null) return false;
		progress.toldBy = isOld ? Number(time) - lagMs : null;
		progress.outrunBy = now;
		progress.outrunSince = now;
		behind.add(progress);
		return true;
	},
});

/**
 * How far one connection has come with each of its books, by the exchange's own sequences. Several
 * connections may carry the same: one that no longer brings what another does is not fed any more,
 * whatever signs of life it gives.
 */
export const createStreamProgress = () => {
	const books = new Map<string, Progress>();
	/** Those of them with which it is behind: asked for at each message. */
	const behind = new Set<Progress>();

	const get = (topic: string) => progressOf(books, topic);

	// Who only asks leaves nothing behind: one is asked for many books that it does not carry.
	const position = (topic: string): number | null => {
		const progress = books.get(topic);
		return progress?.quietAt ?? progress?.at ?? null;
	};

	/** What it should bring too came from elsewhere. */
	const outrun = (topic: string, sequence: number, now: number) => {
		const progress = get(topic);
		if ((position(topic) ?? -1) >= sequence) return;
		if (progress.outrunBy === null) [progress.dueBy, progress.outrunSince] = [sequence, now];
		behind.add(progress);
		progress.outrunBy = Math.max(progress.outrunBy ?? 0, sequence);
	};

	return {
		/** Its own sequence of a book; null where nothing tells. */
		position,
		/** The books of which anything came on it. */
		brought: (): readonly string[] =>
			[...books].flatMap(([topic, {at, cameAt}]) => ((at ?? cameAt) === null ? [] : [topic])),
		/** It brought this. */
		take({type, topic, sequence}: BookMessage, now: number) {
			const progress = get(topic);
			if (type === 'update') {
				progress.at = Math.max(progress.at ?? 0, sequence);
				[progress.isUnread, progress.quietAt] = [false, null];
				progress.broughtAt = now;
			} else if (isQuiet(progress)) progress.quietAt = Math.max(progress.at ?? 0, sequence);
			// A reply is no update: what it tells of beyond the newest of them is still to come.
			else return;
			catchUp(progress, sequence, behind, now);
		},
		/** It brought what cannot be read, of this book or of `any`. */
		unread(topic: string) {
			for (const progress of topic === 'any' ? books.values() : [get(topic)])
				progress.isUnread = true;
		},
		/** A snapshot of the book came while it was open: either it has brought nothing, or it is to bring as much. */
		snapshot(topic: string, sequence: number, now: number) {
			const progress = get(topic);
			if (!isQuiet(progress)) outrun(topic, sequence, now);
			else {
				progress.quietAt = Math.max(position(topic) ?? 0, sequence);
				catchUp(progress, sequence, behind, now);
			}
		},
		outrun,
		...createProgressApart(get, behind),
		/** Whether it lacks what another brought, for longer than it may lag. */
		isOutrun(topic: string, now: number): boolean {
			const {outrunBy = null, outrunSince = 0} = books.get(topic) ?? {};
			// Reckoned as where a timer is set for it: else a fraction may be lost, and it be asked a moment too early.
			return outrunBy !== null && outrunSince + lagMs <= now;
		},
		/** Whether it lacks such news. */
		isMissing: (topic: string) => {
			const {cameAt = null, outrunBy = null} = books.get(topic) ?? {};
			return cameAt !== null && outrunBy !== null;
		},
		/** It should have brought by now what came as another topic. Returns whether it lacks that. */
		lack(topic: string, sequence: number): boolean {
			if ((position(topic) ?? -1) >= sequence) return false;
			const progress = get(topic);
			progress.lacks = Math.max(progress.lacks, sequence);
			return true;
		},
		/** Whether it lacks any such thing. */
		isLacking: (topic: string) => (position(topic) ?? -1) < (books.get(topic)?.lacks ?? -1),
		isBehind: (topic: string) => (books.get(topic)?.outrunBy ?? null) !== null,
		/** Whether it is behind with any of its books. */
		lacksAny: () => behind.size > 0,
		/** Whether it has brought updates just now: what it lacks may be on its way. */
		isFed: (topic: string, now: number) => now - (books.get(topic)?.broughtAt ?? -Infinity) < lagMs,
	};
};

export type StreamProgress = ReturnType<typeof createStreamProgress>;
