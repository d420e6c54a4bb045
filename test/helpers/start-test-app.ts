import type {BookStore} from '../../source/store/book-store.js';
import type {StartAppOptions} from '../../source/app/app-options.js';
import {startApp} from '../../source/app/start-app.js';
import {createFakeClock} from './fake-clock.js';
import {createLiveMarket, market as defaultMarket, startTime} from './market.js';
import {createTerminal, type Behaviour} from './terminal.js';

process.env['TZ'] = 'UTC';

type Options = Partial<
	Pick<
		StartAppOptions,
		| 'mode'
		| 'color'
		| 'theme'
		| 'isAscii'
		| 'feeOf'
		| 'faults'
		| 'bindings'
		| 'levels'
		| 'start'
		| 'colors'
		| 'onSuspend'
		| 'onDemo'
		| 'onMarkets'
		| 'onMarket'
		| 'market'
		| 'board'
		| 'view'
	>
> & {
	readonly store?: BookStore;
	readonly columns?: number;
	readonly rows?: number;
	/** How the terminal answers. @default 'takes' */
	readonly behaviour?: Behaviour;
};

/** The app on a terminal in memory, with a clock that is moved by hand. */
export const startTestApp = async (options: Options = {}) => {
	const {
		store = createLiveMarket(),
		columns = 80,
		rows = 24,
		mode = 'live',
		market = defaultMarket,
		color = true,
		theme = 'dark',
		isAscii = false,
	} = options;
	const clock = createFakeClock(startTime);
	const terminal = createTerminal(columns, rows);
	terminal.behave(options.behaviour ?? 'takes');
	const resyncs: string[] = [];
	const injected: string[] = [];
	const app = startApp({
		store,
		clock,
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		market,
		mode,
		color,
		theme,
		isAscii,
		onResync: key => resyncs.push(key),
		onFault: name => injected.push(name),
		...(options.feeOf ? {feeOf: options.feeOf} : {}),
		...(options.faults ? {faults: options.faults} : {}),
		...(options.onMarkets ? {onMarkets: options.onMarkets} : {}),
		...(options.onMarket ? {onMarket: options.onMarket} : {}),
		...(options.onDemo ? {onDemo: options.onDemo} : {}),
		...(options.onSuspend ? {onSuspend: options.onSuspend} : {}),
		...(options.levels ? {levels: options.levels} : {}),
		...(options.board ? {board: options.board} : {}),
		...(options.view ? {view: options.view} : {}),
		...(options.start ? {start: options.start} : {}),
		...(options.colors ? {colors: options.colors} : {}),
		...(options.bindings ? {bindings: options.bindings} : {}),
	});
	await terminal.flush();
	return {app, store, clock, terminal, resyncs, injected};
};
