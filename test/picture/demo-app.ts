import {startApp} from '../../source/app/start-app.js';
import {faults} from '../../source/simulator/faults.js';
import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {frameOf} from '../helpers/cells.js';
import {recordCast} from '../helpers/record-cast.js';
import {createTerminal} from '../helpers/terminal.js';
import {createWorld} from '../soak/world.js';

process.env['TZ'] = 'UTC';

const market = 'STEEM/USDT';
const exchanges = ['binance', 'huobi'] as const;

export type DemoAppOptions = {
	readonly seed: number;
	readonly columns: number;
	readonly rows: number;
};

/**
 * The app over the demo's exchanges on a terminal in memory, all in one process and on one virtual
 * clock: the same seed and keys give the same screens, byte for byte. Time passes in steps, and after
 * each of them React and the terminal have done what it brought.
 */
export const startDemoApp = async ({seed, columns, rows}: DemoAppOptions) => {
	const world = await createWorld({seed, market, exchanges});
	const {clock, session} = world;
	const terminal = createTerminal(columns, rows);
	const tap = createStdoutTap(terminal.stdout);
	const app = startApp({
		store: session.store,
		clock,
		stdin: terminal.stdin,
		stdout: tap.stdout,
		market,
		mode: 'demo',
		color: true,
		faults,
		onFault: name => {
			const fault = faults.find(other => other.name === name);
			if (fault) world.simulator.inject(fault.name);
		},
		onResync: key => {
			session.resync(key);
		},
	});
	await terminal.flush();

	const pass = async (ms: number, stepMs = 50) => {
		for (let passed = 0; passed < ms; passed += stepMs) {
			await clock.run(stepMs);
			await terminal.flush();
		}
	};

	return {
		pass,
		press: terminal.press,
		text: terminal.text,
		frame: () => frameOf(terminal.term),
		/** Records the screen from now on. */
		record(title: string) {
			return recordCast({tap, clock, version: 2, title, picture: app.picture()});
		},
		async stop() {
			app.stop();
			await world.stop();
		},
	};
};

export type DemoApp = Awaited<ReturnType<typeof startDemoApp>>;
