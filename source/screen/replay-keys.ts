import type {ReplayIntent} from './intent.js';
import type {ReplayControl, ReplayState} from './timeline.js';

const seekMs = 10_000;

/** Keys pressed while a seek still waits add up. */
const seekBy = (by: number) => (replay: ReplayControl, state: ReplayState) => {
	replay.seek((state.seekingTo ?? state.position) + by);
};

const actions: Readonly<Record<ReplayIntent, (replay: ReplayControl, state: ReplayState) => void>> =
	{
		pause(replay, {isPaused}) {
			replay.pause(!isPaused);
		},
		'seek-back': seekBy(-seekMs),
		'seek-on': seekBy(seekMs),
		'step-back'(replay) {
			replay.step(-1);
		},
		'step-on'(replay) {
			replay.step(1);
		},
		slower(replay, {speed}) {
			replay.setSpeed(speed / 2);
		},
		faster(replay, {speed}) {
			replay.setSpeed(speed * 2);
		},
		'next-mark'(replay) {
			replay.next();
		},
	};

/** Does what a key of a replay means. */
export const controlReplay = (replay: ReplayControl, intent: ReplayIntent): void => {
	actions[intent](replay, replay.getState());
};
