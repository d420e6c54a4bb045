import {CaptureError} from '../capture/capture-item.js';
import {trusts} from '../capture/read-lines.js';
import {nothingCertain} from '../capture/damaged-files.js';
import type {Clock} from '../clock.js';
import {formatPosition} from '../options/replay-options.js';
import {openReplay} from '../replay/open-replay.js';
import {startPlay, type Play} from '../replay/play-replay.js';
import {toFeedError, toFiles} from './capture-files.js';
import type {News} from './news.js';
import type {CapturePlan} from './read-options.js';
import type {Running} from './running.js';

/** Milliseconds that are not worth a timer. */
const graceMs = 2;

/** Ends a play in its midst; nobody sees it. */
class Stopped extends Error {}

export type PaceOptions = {
	readonly speed: CapturePlan['speed'];
	readonly clock: Clock;
	/** See `Streams`. */
	readonly untilRoom: () => Promise<void> | undefined;
};

/** Holds a play to its speed, and back while a reader is slow; breaks it off when it is stopped. */
export const createPace = ({speed, clock, untilRoom}: PaceOptions) => {
	/** The same moment in virtual and in real time; null as long as it is as fast as it goes. */
	let origin: {readonly virtual: number; readonly real: number} | null = null;
	let isStopped = false;
	let breakOff = () => {};

	const start = (virtual: number) => {
		origin = {virtual, real: clock.now()};
	};

	const wait = (ms: number) =>
		new Promise<void>((resolve, reject) => {
			const cancel = clock.after(ms, resolve);
			breakOff = () => {
				cancel();
				reject(new Stopped());
			};
		});

	const pace = (time: number): Promise<void> | undefined => {
		if (isStopped) return Promise.reject(new Stopped());
		const room = untilRoom();
		if (room) return room.then(() => pace(time));
		if (!origin || speed === 'max') return undefined;
		const ms = origin.real + (time - origin.virtual) / speed - clock.now();
		return ms > graceMs ? wait(ms) : undefined;
	};

	return {
		pace,
		/** From here on it is held to its speed. */
		start,
		/** Time up to a virtual one was left out: it goes on from there. */
		skip(virtual: number) {
			if (origin) start(virtual);
		},
		/** Throws once it was stopped. */
		check() {
			if (isStopped) throw new Stopped();
		},
		stop() {
			isStopped = true;
			breakOff();
		},
	};
};

/** Gets to where the play is to begin. */
const goTo = async (play: Play, {from, files}: CapturePlan, at: number): Promise<void> => {
	if (from > 0 && (await play.playTo(at)))
		throw new CaptureError(`${files.join(', ')} ends before ${formatPosition(from)}`);
};

const open = async ({files, market, exchanges}: CapturePlan) => {
	try {
		// What is played is told before the end of its file: where that is damaged, it ends with an error.
		return await openReplay({
			...{paths: await toFiles(files), market, exchanges},
			trust: trusts.held,
		});
	} catch (error) {
		throw toFeedError(error);
	}
};

/** Plays a capture to its end, once anybody listens. Throws `FeedError`. */
export const playCapture = async (
	plan: CapturePlan,
	news: Pick<News, 'follow'>,
	{clock, untilRoom}: Omit<PaceOptions, 'speed'>,
): Promise<Running> => {
	const opened = await open(plan);
	const pace = createPace({speed: plan.speed, clock, untilRoom});
	const play = startPlay({
		...opened,
		pace: pace.pace,
		onSkip: pace.skip,
		onDefect: plan.onDefect,
	});
	let begin = () => {};
	let unfollow = () => {};
	const begun = new Promise<void>(resolve => (begin = resolve));

	const run = async () => {
		await begun;
		const at = opened.facts.header.startedAt + plan.from;
		await goTo(play, plan, at);
		pace.check();
		unfollow = news.follow(play.store, play.clock.now);
		pace.start(at);
		await play.playTo();
		if (play.isDamaged()) throw new CaptureError(nothingCertain);
	};

	const finished = run().catch((error: unknown) => {
		if (!(error instanceof Stopped)) throw toFeedError(error);
	});

	return {
		begin() {
			// Whoever begins to listen right after the first misses nothing.
			setImmediate(begin);
		},
		finished,
		async stop() {
			unfollow();
			pace.stop();
			begin();
			await finished.catch(() => undefined);
			await play.stop();
		},
	};
};
