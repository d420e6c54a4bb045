import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {startApp} from '../../source/app/start-app.js';
import {createFakeClock} from './fake-clock.js';
import {createLiveMarket, market, startTime} from './market.js';
import {createTerminal} from './terminal.js';

process.env['TZ'] = 'UTC';

/** The app on a terminal in memory, whose screen can be recorded. */
export const createRecordedApp = (columns: number, rows: number) => {
	const clock = createFakeClock(startTime);
	const terminal = createTerminal(columns, rows);
	const tap = createStdoutTap(terminal.stdout);
	const store = createLiveMarket();
	/** Takes the terminal over; the first frame comes with the next flush. */
	const open = () =>
		startApp({
			store,
			clock,
			stdin: terminal.stdin,
			stdout: tap.stdout,
			market,
			mode: 'live',
			color: true,
			onResync: () => undefined,
		});
	return {clock, terminal, tap, store, open};
};
