import {fileURLToPath} from 'node:url';
import {startApp} from '../../source/app/start-app.js';
import {createFakeClock} from './fake-clock.js';
import {startPlayerRun} from './replay-run.js';
import {createTerminal} from './terminal.js';

process.env['TZ'] = 'UTC';

/**
 * A minute of the demo: `record --demo --seed 7 --fault binance:gap@20 --fault huobi:refused@45
 * --for 56s`. Binance is resyncing at 24.3 s, Huobi away from 45 s to 51 s.
 */
export const demoCapture = fileURLToPath(new URL('../fixtures/demo.jsonl.gz', import.meta.url));

export type ReplayedOptions = {
	readonly path: string;
	readonly columns: number;
	readonly rows: number;
	/** `live` shows what is played as if it came from the exchanges. @default 'replay' */
	readonly mode?: 'live' | 'replay';
	readonly speed?: number;
};

/** The app on a capture and a terminal in memory, with time moved by hand. */
export const startReplayedApp = async (options: ReplayedOptions) => {
	const {path, columns, rows, mode = 'replay', speed = 1} = options;
	const run = await startPlayerRun(path, {speed});
	const terminal = createTerminal(columns, rows);
	const noticeClock = createFakeClock();
	const app = startApp({
		store: run.source,
		heat: run.index.heat,
		clock: run.clock,
		noticeClock,
		...(mode === 'replay' ? {replay: run.control} : {}),
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		market: 'STEEM/USDT',
		mode,
		color: true,
		onResync: () => undefined,
	});
	await terminal.flush();
	return {
		...run,
		app,
		terminal,
		noticeClock,
		async press(...keys: readonly string[]) {
			for (const key of keys) {
				await terminal.press(key);
				await run.settled();
				await terminal.flush();
			}
		},
		/** Lets the capture be played up to a moment, in milliseconds from its start. */
		async playTo(position: number) {
			run.control.pause(false);
			while (run.control.getState().position < position) await run.pass(10);
			run.control.pause(true);
			await run.settled();
			await terminal.flush();
		},
		async pass(ms: number) {
			await run.pass(ms);
			await terminal.flush();
		},
		end() {
			app.stop();
			run.stop();
		},
	};
};
