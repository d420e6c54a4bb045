import {
	createCastEncoder,
	type CastEvent,
	type CastVersion,
} from '../../source/recording/asciicast.js';
import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {startApp} from '../../source/start-app.js';
import {createFakeClock} from './fake-clock.js';
import {createLiveMarket, market, startTime} from './market.js';
import {createTerminal} from './terminal.js';

process.env['TZ'] = 'UTC';

/** The app on a terminal in memory, with what it writes recorded as a cast once that is begun. */
export const startRecordedApp = async (columns: number, rows: number) => {
	const clock = createFakeClock(startTime);
	const terminal = createTerminal(columns, rows);
	const tap = createStdoutTap(terminal.stdout);
	const store = createLiveMarket();
	const lines: string[] = [];

	/** Records from now on, beginning with what brings a blank terminal to what it shows. */
	const record = (version: CastVersion, picture: string) => {
		const {columns: width, rows: height} = terminal.stdout;
		const startedAt = clock.now();
		const size = {columns: width, rows: height};
		const encoder = createCastEncoder({version, ...size, startedAt, title: market});
		const write = (event: CastEvent) => {
			lines.push(encoder.encode(clock.now() - startedAt, event));
		};
		lines.push(encoder.header);
		if (picture !== '') write({code: 'o', data: picture});
		tap.start(write);
		return {
			startedAt,
			marker(label: string) {
				write({code: 'm', label});
			},
		};
	};

	const open = async () => {
		const app = startApp({
			store,
			clock,
			stdin: terminal.stdin,
			stdout: tap.stdout,
			market,
			mode: 'live',
			color: true,
			onResync: () => undefined,
		});
		await terminal.flush();
		return app;
	};

	return {clock, terminal, store, record, open, text: () => lines.join('')};
};
