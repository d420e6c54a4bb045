import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {systemClock as clock} from '../../source/clock.js';
import {createVerifier} from '../../source/verify/verifier.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {readCapture} from '../../source/capture/read-capture.js';
import {startRecording} from '../../source/recording/session-recording.js';
import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {startSession} from '../../source/session/session.js';
import {startSimulator} from '../../source/simulator/simulator.js';
import type {BookView} from '../../source/store/market-view.js';
import {createLiveTransport} from '../../source/transport/live.js';
import {createTerminal} from '../helpers/terminal.js';

const parent = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(parent, {recursive: true});
});

test('a recording begun in mid-session ends on the books the session has', async t => {
	const simulator = await startSimulator({seed: 3, clock});
	const live = createLiveTransport();
	const transport = createTransportTap(live);
	const session = startSession({
		wanted: {type: 'pair', base: 'STEEM', quote: 'BTC'},
		venues: defaultExchanges.map(exchange => ({
			exchange,
			endpoints: simulator.endpoints[exchange.id as 'binance' | 'huobi'],
		})),
		transport: transport.transport,
		clock,
		random: Math.random,
	});
	t.after(async () => {
		session.stop();
		live.close();
		await simulator.stop();
	});
	const {store} = session;
	const until = (holds: (books: readonly BookView[]) => boolean) =>
		new Promise<void>(resolve => {
			const stop = store.subscribe(() => {
				if (!holds(store.getView().books)) return;
				stop();
				resolve();
			});
		});

	await until(books => books.every(({status}) => status === 'live'));
	const before = store.getView().books.map(({sequence}) => sequence ?? 0);
	const recording = startRecording({
		parent,
		market: 'STEEM/BTC',
		exchanges: ['binance', 'huobi'],
		appVersion: '0.1.0',
		castVersion: 2,
		clock,
		transport,
		screen: createStdoutTap(createTerminal(80, 24).stdout),
		repaint: () => '',
		refresh() {
			for (const {key} of store.getView().books) session.resync(key);
		},
		onFailure: assert.fail,
	});
	const audits = store.getView().books.map(({health}) => health.audits);
	await until(books =>
		books.every(
			({sequence, health}, index) =>
				(sequence ?? 0) > (before[index] ?? 0) && health.audits > (audits[index] ?? 0),
		),
	);
	// The capture ends at once, the session goes on while the files are closed.
	const stopped = recording.stop();
	store.publish();
	const wanted = store.getView().books.map(({bids, asks}) => [bids.length, asks.length]);
	const {files} = await stopped;

	const verifier = createVerifier();
	for await (const item of readCapture(files[1]?.path ?? '')) verifier.give(item);
	const {books, defects} = verifier.finish();
	assert.deepEqual(defects, []);
	assert.ok(books.every(({isInSync}) => isInSync));
	assert.deepEqual(
		books.map(({levels}) => [levels.bids, levels.asks]),
		wanted,
	);
});
