/**
 * Viewers in one process: `viewers.js URL COUNT BOOKS MARKETS` joins with so many at once, each with so many of the
 * markets, says how long until all have been answered, and then follows them. `viewers.js listen URL COUNT SUBJECTS`
 * hears subjects, with commas between, with as many connections, and says each second how old what it heard of each
 * was: the medians, in milliseconds.
 */
import {systemClock} from '../../../source/clock.js';
import {startRelayedSessions} from '../../../source/relayed/relayed-sessions.js';
import {binance} from '../../../source/exchanges/binance/index.js';
import {parseWantedMarket} from '../../../source/market-name.js';
import {subjectsOf} from '../../../source/relay/subjects.js';
import {openTestBus} from './open-test-bus.js';

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const listen = async ([url = '', count = '', subjects = '']: readonly string[]) => {
	const heard = subjects.split(',').map(subject => ({subject, ages: [] as number[]}));
	for (let at = 0; at < Number(count); at++) {
		const bus = await openTestBus(url);
		for (const {subject, ages} of heard)
			bus.subscribe(subject, ({bytes}) => {
				const sentAt = Number(Buffer.from(bytes.subarray(0, 20)).toString());
				ages.push(Number(process.hrtime.bigint()) / 1e6 - sentAt);
			});
	}
	process.stdout.write('ready\n');
	setInterval(() => {
		if (heard.every(({ages}) => ages.length > 0))
			process.stdout.write(`${heard.map(({ages}) => median(ages)).join(' ')}\n`);
		for (const {ages} of heard) ages.length = 0;
	}, 1000);
};

const join = async ([url = '', count = '', books = '', markets = '']: readonly string[]) => {
	const names = Array.from({length: Number(markets)}, (_, index) => `M${index}/USDT`);
	const began = performance.now();
	const buses = await Promise.all(Array.from({length: Number(count)}, () => openTestBus(url)));
	const chosen = buses.map((bus, index) => ({
		bus,
		own: Array.from(
			{length: Number(books)},
			(_, book) => names[(index * Number(books) + book) % names.length] ?? '',
		),
	}));
	// What a viewer does with the answer is its own affair: here all of them share one processor.
	const askAll = () =>
		Promise.all(
			chosen.flatMap(({bus, own}) =>
				own.map(name => {
					const [base = '', quote = ''] = name.split('/');
					const {ask} = subjectsOf({exchange: 'binance', base, quote});
					return bus.ask(ask, Buffer.from('book'), {timeoutMs: 10_000});
				}),
			),
		);
	await askAll();
	process.stdout.write(`${performance.now() - began}\n`);
	for (const {bus, own} of chosen)
		startRelayedSessions(
			{bus, exchanges: [binance], clock: systemClock, random: Math.random},
			own.flatMap(name => parseWantedMarket(name) ?? []),
		);
};

const [first = '', ...rest] = process.argv.slice(2);
await (first === 'listen' ? listen(rest) : join([first, ...rest]));
