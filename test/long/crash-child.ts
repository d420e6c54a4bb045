import {statSync} from 'node:fs';
import {join} from 'node:path';
import {systemClock} from '../../source/clock.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import type {CastVersion} from '../../source/recording/asciicast.js';
import {startRecording} from '../../source/recording/session-recording.js';
import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {startSession} from '../../source/session/session.js';
import {startSimulator} from '../../source/simulator/simulator.js';
import {startApp} from '../../source/app/start-app.js';
import {createLiveTransport} from '../../source/transport/live.js';
import {createTerminal} from '../helpers/terminal.js';

// Shows and records the demo without end; says the folder once something of the app is in it.
const [parent = '', version = '2'] = process.argv.slice(2);
const clock = systemClock;
const market = 'STEEM/USDT';
const simulator = await startSimulator({seed: 1, clock});
const tap = createTransportTap(createLiveTransport());
const terminal = createTerminal(100, 30);
const screen = createStdoutTap(terminal.stdout);
const session = startSession({
	wanted: {type: 'pair', base: 'STEEM', quote: 'USDT'},
	venues: defaultExchanges.map(exchange => ({
		exchange,
		endpoints: simulator.endpoints[exchange.id === 'binance' ? 'binance' : 'huobi'],
	})),
	transport: tap.transport,
	clock,
	random: Math.random,
});
const recording = startRecording({
	parent,
	market,
	exchanges: defaultExchanges.map(({id}) => id),
	appVersion: '0.0.0',
	castVersion: Number(version) as CastVersion,
	clock,
	transport: tap,
	screen,
	repaint: () => '',
	refresh: () => undefined,
	onFailure: reason => process.stderr.write(`${reason}\n`),
});
startApp({
	store: session.store,
	clock,
	stdin: terminal.stdin,
	stdout: screen.stdout,
	market,
	mode: 'demo',
	color: true,
	onResync: () => undefined,
});

const folder = await recording.folder;
const isShown = () => terminal.text().split('● live').length === 3;
const sizes = () =>
	['session.cast', 'feed.jsonl.gz'].map(
		file => statSync(join(folder, file), {throwIfNoEntry: false})?.size ?? 0,
	);
/** How often each file has grown since both books were shown. */
const growths = [0, 0];
let before = sizes();
let hasShown = false;
const stop = clock.every(20, () => {
	const now = sizes();
	hasShown ||= isShown();
	for (const [index, size] of now.entries())
		if (hasShown && size > (before[index] ?? 0)) growths[index] = (growths[index] ?? 0) + 1;
	before = now;
	// What grows first may have been on its way to the disk before; all that waited then comes next.
	if (growths.some(count => count < 2)) return;
	stop();
	process.stdout.write(`${folder}\n`);
});
