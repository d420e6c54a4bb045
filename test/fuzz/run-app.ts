import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {startApp} from '../../source/app/start-app.js';
import {console} from '../../source/cli/run.js';
import {CaptureError} from '../../source/capture/capture-item.js';
import {exchanges} from '../../source/exchanges/index.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {startReplayIndex} from '../../source/replay/replay-index.js';
import {startReplayPlayer} from '../../source/replay/replay-player.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import type {Inside} from './run-inside.js';

/** A terminal that nobody looks at. */
const createBlindTerminal = (columns: number, rows: number) => {
	const stdout = Object.assign(new EventEmitter(), {
		columns,
		rows,
		isTTY: true,
		getColorDepth: () => 24,
		write: (text: string): boolean => process.stdout.write(text),
	});
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		isRaw: false,
		setRawMode: () => stdin,
		ref: () => stdin,
		unref: () => stdin,
	});
	return {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		press: (key: string) => void stdin.write(key),
	};
};

/** For React, and for the microtask that paints. */
const turns = 6;

const settle = async () => {
	for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
};

const showCapture = async (paths: readonly string[], keys: readonly string[]) => {
	const opened = await openReplay({paths, market: null, exchanges});
	const index = startReplayIndex(opened);
	const clock = createFakeClock();
	const {startedAt} = opened.facts.header;
	const player = startReplayPlayer({index, startedAt, clock, speed: 1, from: 0});
	const terminal = createBlindTerminal(100, 30);
	const app = startApp({
		store: player.source,
		heat: index.heat,
		clock: player.clock,
		noticeClock: clock,
		replay: player.control,
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		market: 'STEEM/USDT',
		mode: 'replay',
		color: true,
		onResync: () => undefined,
	});
	try {
		await settle();
		await index.done;
		for (const key of keys) {
			clock.advance(300);
			terminal.press(key);
			await player.settled();
			await settle();
		}
	} finally {
		app.stop();
		await settle();
		player.stop();
		await index.stop();
		for (const defect of index.defects) console.complain(defect);
	}
};

/** Shows a capture on the full screen, and uses some keys. What cannot be read ends as it does in the program. */
export const runApp = (inside: Inside, paths: readonly string[], keys: readonly string[]) =>
	inside.watch(async () => {
		try {
			await showCapture(paths, keys);
			process.exit(0);
		} catch (error) {
			if (!(error instanceof CaptureError)) throw error;
			console.complain(error.message);
			process.exit(1);
		}
	});
