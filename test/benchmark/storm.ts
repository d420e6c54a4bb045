/**
 * What a storm of messages costs: npm run bench:storm -- [seconds] [--kept]
 * Two markets of Binance, 2,000 messages a second each, of 20 changes in a book of 1,000 levels, as `ws` hands them over;
 * the session and the screen of 160×48 as in the program, on a clock moved by hand. The time of the processor is divided
 * by the time that passes on that clock. What is not in it: to read from sockets, and to write to a terminal.
 * --kept: what it costs to keep the last minute for a bug report, in turns with keeping nothing.
 */
import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {startApp} from '../../source/app/start-app.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {parseWantedMarket} from '../../source/market-name.js';
import {startSession} from '../../source/session/session.js';
import type {HttpResponse, SocketEvent, Transport} from '../../source/transport/transport.js';
import {createScreenPast} from '../../source/recording/screen-past.js';
import {createStdoutTap, type ScreenSink} from '../../source/recording/stdout-tap.js';
import {createTransportTap, type Keeper} from '../../source/recording/transport-tap.js';
import {createWirePast} from '../../source/recording/wire-past.js';
import {createVirtualClock} from '../soak/virtual-clock.js';
import {median} from './engine/measure.js';
import {measured} from './engine/shapes.js';
import {createWorkload} from './engine/workload.js';

const isKept = process.argv.includes('--kept');
const seconds = Number(process.argv.slice(2).find(text => /^\d+$/.test(text)) ?? '5');
/** Turns of each kind, where what is kept is measured. */
const turns = isKept ? seconds : 0;
/** Until what is kept is full: then something goes with each that comes. */
const fillSeconds = 2;
const warmUpSeconds = 2;
const perSecond = 2000;
/** Percent of a processor that it may take, and how many times that is a failure. */
const target = 12;
const slack = 1.5;
/** Percent of what all takes that may be added by keeping the last minute. */
const keptTarget = 3;
/** Between two moments at which messages come. */
const stepMs = 10;

const shape = measured.find(({id}) => id === 'binance-1000');
if (!shape) throw new Error('there is such a workload');
const {snapshot, stream} = createWorkload({
	...shape,
	messages: perSecond * (seconds + 2 * (fillSeconds + 1) * turns + warmUpSeconds + 1),
});

/** The same messages of each market, under its own name. */
const markets = ['STEEM', 'HIVE'].map(base => {
	const rename = (text: string) =>
		text.replace('STEEMUSDT', `${base}USDT`).replace('steemusdt', `${base.toLowerCase()}usdt`);
	const messages = stream.map(message => Buffer.from(rename(message.toString())));
	return {base, symbol: `${base}USDT`, messages, next: 0, tell: null as Tell | null};
});
type Tell = (event: SocketEvent) => void;

const clock = createVirtualClock(1_767_355_200_000);
const list = markets.map(({base, symbol}) => ({
	...{symbol, status: 'TRADING', baseAsset: base, quoteAsset: 'USDT'},
}));

const answer = (url: string): object => {
	if (url.includes('exchangeInfo')) return {symbols: list};
	if (url.includes('/time')) return {serverTime: clock.now()};
	const {id: lastUpdateId, bids, asks} = snapshot;
	return {lastUpdateId, bids, asks};
};

const transport: Transport = {
	connect(url, onEvent) {
		const market = markets.find(({symbol}) => url.includes(`${symbol.toLowerCase()}@depth`));
		clock.after(0, () => {
			onEvent({type: 'open'});
			if (market) market.tell = onEvent;
		});
		return {send: () => undefined, ping: () => onEvent({type: 'pong'}), close: () => undefined};
	},
	get: url =>
		new Promise<HttpResponse>(resolve => {
			const body = JSON.stringify(answer(url));
			clock.after(20, () => resolve({status: 200, headers: {}, body}));
		}),
};

const tap = createTransportTap(transport);
const session = startSession({
	wanted: {type: 'word', word: ''},
	venues: markets.map(({symbol, base}) => ({
		exchange: binance,
		endpoints: binance.endpoints,
		wanted: parseWantedMarket(`${base}/USDT`) ?? {type: 'word', word: symbol},
	})),
	...{transport: isKept ? tap.transport : transport, clock, random: () => 0.5},
});

let bytes = 0;
const terminal = {columns: 160, rows: 48, isTTY: true, getColorDepth: () => 24};
const stdout = Object.assign(new EventEmitter(), terminal, {
	write(text: string) {
		bytes += Buffer.byteLength(text);
		return true;
	},
}) as unknown as NodeJS.WriteStream;
const keys = {isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin};
const stdin = Object.assign(new PassThrough(), keys) as unknown as NodeJS.ReadStream;
const screen = createStdoutTap(stdout);
const app = startApp({
	...{store: session.store, clock, stdin, stdout: isKept ? screen.stdout : stdout},
	...{market: 'STEEM/USDT', mode: 'live'},
	...{color: true, env: {COLORTERM: 'truecolor'}, onResync: session.resync},
});
app.synchronize();

/** As from a socket, each in bytes of its own where they are kept: to keep them costs their collection, too. */
const take = (market: (typeof markets)[0]): Buffer => {
	const message = market.messages[market.next++] ?? Buffer.alloc(0);
	return isKept ? Buffer.from(message) : message;
};

/** Lets so many seconds pass. */
const storm = async (count: number) => {
	for (let step = 0; step < (count * 1000) / stepMs; step++) {
		for (const market of markets) {
			if (!market.tell) continue;
			for (let message = 0; message < (perSecond * stepMs) / 1000; message++)
				market.tell({type: 'message', data: take(market), isText: true});
		}
		await clock.run(stepMs);
	}
};

await storm(warmUpSeconds);
await new Promise(resolve => setTimeout(resolve, 100));
const live = () => session.store.getView().books.filter(({status}) => status === 'live').length;
if (live() !== markets.length) throw new Error(`${live()} books are live`);
bytes = 0;
const before = process.cpuUsage();
await storm(seconds);
const {user, system} = process.cpuUsage(before);
if (live() !== markets.length) throw new Error(`${live()} books are live`);
const percent = (user + system) / 10_000 / seconds;
const cells = [`${percent.toFixed(1)} %`, `${(bytes / 1000 / seconds).toFixed(0)} kB/s`];
process.stdout.write(
	`| messages a second | CPU | target | to the terminal |\n| --- | ---: | ---: | ---: |\n| 2 × ${perSecond} | ${cells[0]} | ≤ ${target} % | ${cells[1]} |\n`,
);

/** Milliseconds of the processor that a second takes. */
const measure = async (): Promise<number> => {
	const begun = process.cpuUsage();
	await storm(1);
	const {user: own, system: its} = process.cpuUsage(begun);
	return (own + its) / 1000;
};

const nothing = () => undefined;

/** What keeps, once for all turns, as in the program: it is handed to the taps and taken from them. */
const createKeepers = () => {
	let keeper: Keeper = nothing;
	let sink: ScreenSink = nothing;
	createWirePast({...tap, keep: own => ((keeper = own), nothing)}, 'STEEM/USDT', clock);
	createScreenPast({...screen, start: own => ((sink = own), nothing)}, app.picture, clock);
	return {keeper, sink};
};

const {keeper, sink} = createKeepers();

/** Keeps what passes while something is done. */
const keeping = async <T>(action: () => Promise<T>): Promise<T> => {
	const stops = [tap.keep(keeper), screen.start(sink)];
	const result = await action();
	for (const stop of stops) stop();
	return result;
};

/** Either way after as long a storm of its own kind: when garbage is collected depends on what was before. */
const measureFull = async (): Promise<number> => {
	await storm(fillSeconds);
	return measure();
};

if (isKept) {
	const ratios: number[] = [];
	for (let turn = 0; turn < turns; turn++) {
		const first = turn % 2 === 0 ? await measureFull() : await keeping(measureFull);
		const second = turn % 2 === 0 ? await keeping(measureFull) : await measureFull();
		ratios.push(turn % 2 === 0 ? second / first : first / second);
	}
	const more = 100 * (median(ratios) - 1);
	process.stdout.write(
		`\nTo keep the last minute takes ${more.toFixed(1)} % more (target: ≤ ${keptTarget} %; median of ${turns})\n`,
	);
}
app.stop();
session.stop();
process.exit(percent > slack * target ? 1 : 0);
