import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createPlayTime} from '../../source/replay/play-time.js';
import {createSeeking} from '../../source/replay/seeking.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {startPlayerRun, writeBusy} from '../helpers/replay-run.js';

const path = writeBusy({seconds: 60, gaps: [], closes: [], markers: []});

/** Seeking in a capture that is read up to its fiftieth second, and no further. */
const start = async () => {
	const {index, startedAt, stop} = await startPlayerRun(path);
	let wake = () => {};
	const read = {
		...index,
		marks: [],
		isAll: () => false,
		frontier: () => startedAt + 50_000,
		moved: () => new Promise<void>(resolve => (wake = resolve)),
	};
	const shown: number[] = [];
	const playTime = createPlayTime(startedAt, createFakeClock(), 1);
	const seeking = createSeeking(read, startedAt, playTime, {
		position: () => 5000,
		show: ({time}) => Promise.resolve(void shown.push(time - startedAt)),
		isStopped: () => false,
	});
	return {seeking, shown, readOn: () => wake(), stop};
};

test('a key pressed while a mark is looked for goes where it says', async () => {
	const {seeking, shown, readOn, stop} = await start();
	const looking = seeking.next(() => assert.fail('there is no mark'));
	readOn();
	assert.equal(seeking.set(15_000), true);
	readOn();
	assert.equal(await looking, true);
	await seeking.run();
	assert.deepEqual([shown, seeking.to()], [[15_000], null]);
	stop();
});
