import type {Clock} from '../clock.js';
import type {PlayTime} from './play-time.js';

type Port = {
	/** Epoch milliseconds, virtual as all here. */
	now(): number;
	/** As far as it can be played now. */
	limit(): number;
	/** Whether the end is reached. */
	isOver(): boolean;
	/** Resolves when it can be played further. */
	moved(): Promise<void>;
	/** When something is due to be seen. */
	nextDue(): number;
	/** Plays on up to a time. */
	advance(to: number): Promise<void>;
	/** Does it once all that was begun before is done. */
	enqueue(action: () => Promise<void>): void;
	isStopped(): boolean;
	/** It was paused, or goes on. */
	onPaused(): void;
};

/** Plays on as real time passes, unless it is paused. */
export const createTicker = (real: Clock, playTime: PlayTime, port: Port) => {
	let isPaused = false;
	let cancel: () => unknown = () => undefined;

	const tick = async () => {
		if (isPaused) return;
		await port.advance(playTime.target(port.now(), port.limit()));
		if (port.isOver()) pause(true);
		if (playTime.isBehind(port.now())) playTime.set(port.now());
	};

	/** It stands where nothing is known of what comes next. */
	const wait = () => {
		let isWanted = true;
		cancel = () => (isWanted = false);
		void port.moved().then(() => {
			if (isWanted) schedule();
		});
	};

	const schedule = () => {
		cancel();
		if (isPaused || port.isStopped()) return;
		if (port.now() >= port.limit() && !port.isOver()) {
			wait();
			return;
		}
		const due = Math.min(port.nextDue(), Math.max(port.limit(), port.now() + 1));
		cancel = real.after(Math.max(1, playTime.msUntil(due)), () => {
			cancel();
			port.enqueue(tick);
		});
	};

	const pause = (to: boolean) => {
		if (to === isPaused) return;
		isPaused = to;
		port.onPaused();
		schedule();
	};

	return {
		isPaused: () => isPaused,
		pause,
		/** Plans what is due next. */
		schedule,
		/** Plans nothing until then. */
		cancel() {
			cancel();
		},
	};
};

export type Ticker = ReturnType<typeof createTicker>;
