import type {Clock} from '../clock.js';

/** Raw mode, which is not given up while an answer is awaited. */
export const holdRawMode = (stdin: NodeJS.ReadStream, clock: Clock) => {
	let awaitedUntil = 0;
	let isLeaving = false;
	let cancel = () => {};
	let waiting: (() => void)[] = [];

	const settle = () => {
		cancel();
		isLeaving = false;
		const callbacks = waiting;
		waiting = [];
		for (const callback of callbacks) callback();
	};
	const release = () => {
		if (!isLeaving) return;
		stdin.setRawMode(false);
		settle();
	};

	return {
		/** Whether it is given up as soon as the answer is there: what is typed meanwhile is for nobody. */
		isLeaving: () => isLeaving,
		set(isRaw: boolean) {
			const leftMs = awaitedUntil - clock.now();
			if (isRaw || leftMs <= 0) {
				stdin.setRawMode(isRaw);
				settle();
			} else if (!isLeaving && stdin.isRaw) {
				isLeaving = true;
				cancel = clock.after(leftMs, release);
			}
		},
		await(ms: number) {
			awaitedUntil = clock.now() + ms;
		},
		answered() {
			awaitedUntil = 0;
			release();
		},
		release,
		whenReleased(callback: () => void) {
			if (isLeaving) waiting.push(callback);
			else callback();
		},
	};
};

export type RawMode = ReturnType<typeof holdRawMode>;
