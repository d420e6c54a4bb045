// Run by markets.ts inside a pty: shows a list of markets of which all change, then writes what it cost to a file.
import {systemClock} from '../../source/clock.js';
import {createToldBoard} from '../../source/markets/told-board.js';
import {joinStores} from '../../source/session/joined-sessions.js';
import {shareTicks} from '../../source/session/shared-ticks.js';
import {unblockTerminal} from '../../source/terminal/unblock-terminal.js';
import {createMarketStore, moveBook} from '../helpers/market-lines.js';
import {countPainting, windowsFrom} from './painting-cost.js';

const [mode = 'app', seconds = '10', count = '200', file = '/dev/null'] = process.argv.slice(2);

// As the program does.
unblockTerminal(process, systemClock);

const painting = countPainting();

const markets = Array.from({length: Number(count)}, (_, index) => ({
	market: `M${String(index).padStart(3, '0')}/USDT`,
	price: (0.1 + index * 0.37).toFixed(4),
	apart: (index % 7) - 3,
}));
const stores = markets.map(facts => createMarketStore(facts));
const clock = shareTicks(systemClock);

let turn = 0;
/** Every book of every market, as far as its best prices. */
const change = () => {
	turn++;
	for (const [index, {market, price, apart}] of markets.entries()) {
		const store = stores[index];
		if (!store) continue;
		for (const [place, exchange] of ['binance', 'huobi'].entries()) {
			const ticks = place * apart + ((turn + index + place) % 3) - 1;
			moveBook(store, `${exchange}:${market}`, price, ticks, systemClock.now());
		}
		store.publish();
	}
};

const [first] = stores;
if (!first) throw new Error('no market');
clock.every(100, change);
const {store: all} = joinStores(
	stores.map(store => ({store})),
	clock,
);
if (mode === 'app') {
	const {startApp} = await import('../../source/app/start-app.js');
	const app = startApp({
		store: first,
		board: createToldBoard({sources: stores, all, venues: [], clock}),
		view: 'markets',
		clock: systemClock,
		stdin: process.stdin,
		stdout: process.stdout,
		market: markets[0]?.market ?? '',
		mode: 'demo',
		color: true,
		env: process.env,
		onResync: () => undefined,
	});
	// The terminal says that it can, as a rule.
	app.synchronize();
}

await painting.writeTo(file, Number(seconds), windowsFrom.slice(0, 1));
process.exit(0);
