import {systemClock} from '../../source/clock.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {startSession} from '../../source/session/session.js';
import type {ExchangeId} from '../../source/simulator/market-list.js';
import {startSimulator} from '../../source/simulator/simulator.js';
import {createLiveTransport} from '../../source/transport/live.js';
import {findDifference} from './truth.js';

/** A start over real sockets and real time: what went wrong until all books were live, null where nothing did. */
const startOnce = async (seed: number, withinMs: number): Promise<string | null> => {
	const simulator = await startSimulator({seed, clock: systemClock});
	const transport = createLiveTransport();
	const session = startSession({
		wanted: {type: 'pair', base: 'STEEM', quote: 'USDT'},
		venues: defaultExchanges.map(exchange => ({
			exchange,
			endpoints: simulator.endpoints[exchange.id as ExchangeId],
		})),
		transport,
		clock: systemClock,
		random: Math.random,
	});
	const {store} = session;

	const whenLive = new Promise<string | null>(resolve => {
		const cancel = systemClock.after(withinMs, () => {
			const states = store.getView().books.map(({key, status, reason}) => [key, status, reason]);
			resolve(`start ${seed}: ${JSON.stringify(states)}`);
		});
		const unsubscribe = store.subscribe(() => {
			const {books} = store.getView();
			if (!books.every(({status}) => status === 'live')) return;
			unsubscribe();
			cancel();
			const wrong = books.map(book => findDifference(simulator, book)).find(text => text !== null);
			resolve(wrong === undefined ? null : `start ${seed}: ${wrong}`);
		});
	});

	try {
		return await whenLive;
	} finally {
		session.stop();
		transport.close();
		await simulator.stop();
	}
};

/** So many starts, some at once. */
export const runStarts = async (count: number, {atOnce = 8, withinMs = 10_000} = {}) => {
	const misses: string[] = [];
	let next = 0;
	const work = async () => {
		while (next < count) {
			const miss = await startOnce(++next, withinMs);
			if (miss !== null) misses.push(miss);
		}
	};
	await Promise.all(Array.from({length: atOnce}, work));
	return {runs: count, misses};
};
