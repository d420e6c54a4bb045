import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createVerifier} from '../../source/verify/verifier.js';
import {encodeEvent} from '../../source/capture/capture-format.js';
import {readCapture} from '../../source/capture/read-capture.js';
import {
	changingCapture,
	changingEvents,
	changingHeader,
	type Stretch,
} from '../helpers/changing-capture.js';
import {
	printCapture,
	startPlayerRun,
	watchCapture,
	writeFile,
	type JsonLine,
} from '../helpers/replay-run.js';

const write = (stretches: readonly Stretch[]) => writeFile(changingCapture(stretches));

/** Markets, and the statuses of each exchange's book in them, as they came. */
const storyOf = (books: readonly JsonLine[]) => {
	const story: string[] = [];
	const last = new Map<string, string>();
	for (const {exchange, market, status} of books) {
		const line = `${exchange} ${market} ${status}`;
		if (last.get(exchange) !== line) story.push(line);
		last.set(exchange, line);
	}
	return story;
};

/** How the books of one market come: live, or not listed. */
const arrival = (market: string, exchange: string, isListed = true) =>
	(isListed ? ['connecting', 'syncing', 'live'] : ['connecting', 'failed']).map(
		status => `${exchange} ${market} ${status}`,
	);

const assertStory = (books: readonly JsonLine[], stretches: readonly Stretch[]) => {
	const story = storyOf(books);
	for (const id of ['binance', 'huobi'])
		assert.deepEqual(
			story.filter(line => line.startsWith(id)),
			stretches.flatMap(({market, listed}) =>
				arrival(market, id, listed === undefined || listed.includes(id)),
			),
		);
};

const verifyText = async (path: string) => {
	const verifier = createVerifier();
	for await (const item of readCapture(path)) verifier.give(item);
	return verifier.finish();
};

const usdt: Stretch = {market: 'STEEM/USDT', ms: 1000};
const btc: Stretch = {market: 'STEEM/BTC', ms: 1000};
const late: Stretch = {market: 'STEEM/USDT', ms: 12_000};

for (const {name, stretches} of [
	{name: 'to another market', stretches: [usdt, btc]},
	{name: 'after the seconds that are looked at ahead', stretches: [late, btc]},
	{name: 'and back', stretches: [usdt, btc, usdt]},
	{name: 'several times', stretches: [usdt, btc, {market: 'HIVE/USDT', ms: 1000}, usdt, btc]},
	{name: 'to one that Huobi alone has', stretches: [late, {...btc, listed: ['huobi']}]},
	{name: 'to one that Binance alone has', stretches: [usdt, {...btc, listed: ['binance']}, usdt]},
	{name: 'from one that Huobi alone has', stretches: [{...usdt, listed: ['huobi']}, btc]},
]) {
	test(`a change of the market ${name} is followed`, async () => {
		const path = write(stretches);
		const {code, books, complaints} = await watchCapture([path]);
		assert.deepEqual([code, complaints], [0, []]);
		assertStory(books, stretches);
		const {books: last} = await printCapture([path]);
		const end = stretches.at(-1);
		assert.deepEqual(
			last.map(({exchange, market, status}) => [exchange, market, status]),
			(end?.listed ?? ['binance', 'huobi']).map(id => [id, end?.market, 'live']),
		);
		const {defects, books: tallies} = await verifyText(path);
		assert.deepEqual(defects, []);
		assert.deepEqual(
			new Set(tallies.map(({symbol}) => symbol.toUpperCase())),
			new Set(stretches.map(({market}) => market.replace('/', ''))),
		);
	});
}

for (const ms of [0.5, 15, 40, 90, 150]) {
	test(`a change ${ms} ms after the start is followed`, async () => {
		const path = write([{...usdt, ms}, btc]);
		const {code, books} = await watchCapture([path]);
		assert.equal(code, 0);
		assert.ok(!books.some(({status}) => status === 'reconnecting' || status === 'failed'));
		for (const id of ['binance', 'huobi']) {
			const own = books.filter(({exchange}) => exchange === id);
			assert.equal(own[0]?.market, 'STEEM/USDT');
			assert.deepEqual([own.at(-1)?.market, own.at(-1)?.status], ['STEEM/BTC', 'live']);
		}
		assert.deepEqual((await verifyText(path)).defects, []);
	});
}

test('a change before anything opened is followed from a market named in one word, too', async () => {
	const text = changingCapture([{...usdt, ms: 15}, btc]).replace('STEEM/USDT', 'STEEMUSDT');
	const {code, books} = await watchCapture([writeFile(text)]);
	assert.equal(code, 0);
	assert.deepEqual(
		[books[0]?.market, books.at(-1)?.market, books.at(-1)?.status],
		['STEEM/USDT', 'STEEM/BTC', 'live'],
	);
});

test('book tells the market of the moment', async () => {
	const path = write([usdt, btc, usdt]);
	const at = async (from: number) => {
		const {books} = await printCapture([path], {from});
		return books.map(({market, bids}) => `${market} ${bids[0]?.[0]}`);
	};
	assert.deepEqual(await at(900), ['STEEM/USDT 100.1', 'STEEM/USDT 100.1']);
	assert.deepEqual(await at(1900), ['STEEM/BTC 200.1', 'STEEM/BTC 200.1']);
	assert.deepEqual(await at(2850), ['STEEM/USDT 100.1', 'STEEM/USDT 100.1']);
});

test('a market that is asked for is followed all the time', async () => {
	for (const stretches of [
		[usdt, btc, usdt],
		[late, btc, usdt],
	]) {
		const path = write(stretches);
		const first = await watchCapture([path], {market: 'STEEM/USDT'});
		assert.deepEqual([...new Set(first.books.map(({market}) => market))], ['STEEM/USDT']);
		const second = await watchCapture([path], {market: 'steembtc'});
		assert.deepEqual([...new Set(second.books.map(({market}) => market))], ['STEEM/BTC']);
		const live = second.books.filter(({status}) => status === 'live');
		assert.deepEqual(new Set(live.map(({exchange}) => exchange)), new Set(['binance', 'huobi']));
		assert.ok(live.every(({bids}) => bids[0]?.[0] === '200.1'));
	}
	const {code, complaints} = await printCapture([write([late, btc])], {market: 'BTC/USDT'});
	assert.equal(code, 1);
	assert.match(complaints[0] ?? '', /does not hold BTC\/USDT, but STEEM\/BTC, STEEM\/USDT$/);
});

test('--exchange narrows both markets', async () => {
	const {books} = await watchCapture([write([usdt, btc])], {exchange: 'huobi'});
	assert.deepEqual(storyOf(books), [
		...arrival('STEEM/USDT', 'huobi'),
		...arrival('STEEM/BTC', 'huobi'),
	]);
});

test('a name that is none costs nothing', async () => {
	const plain = await watchCapture([write([usdt])]);
	const names: readonly unknown[] = [
		...[5, null, true, {}, ['STEEM/BTC'], '', '/', 'STEEM', 'STEEM/', 'A/B/C', 'STEEM/USDT'],
		...['\u001B[2J/BTC', `${'A'.repeat(50)}/BTC`, 'A'.repeat(100_000)],
	];
	const markers = names.map(
		market => `${JSON.stringify({t: 500, kind: 'marker', label: 'market', market})}\n`,
	);
	const events = changingEvents([usdt]);
	const lines = (from: number, to: number) =>
		events.filter(({t}) => t >= from && t < to).map(encodeEvent);
	const path = writeFile(
		[changingHeader, ...lines(0, 500), ...markers, ...lines(500, 1e6)].join(''),
	);
	const hostile = await watchCapture([path]);
	assert.deepEqual([hostile.code, hostile.complaints], [0, []]);
	assert.equal(hostile.text, plain.text);
	const {defects, markers: count, books} = await verifyText(path);
	assert.deepEqual([defects, count], [[], names.length]);
	assert.ok(books.every(({isLeft, isInSync}) => isInSync && !isLeft));
});

test('a change that was none is made up for where the market comes again', async () => {
	const events = changingEvents([{...usdt, ms: 3000}]);
	const at = (t: number, market: string) =>
		encodeEvent({t, kind: 'marker', label: `market ${market}`, market});
	const lines = (from: number, to: number) =>
		events.filter(({t}) => t >= from && t < to).map(encodeEvent);
	const path = writeFile(
		[
			changingHeader,
			...lines(0, 500),
			at(500, 'FOO/BAR'),
			...lines(500, 1000),
			at(1000, 'STEEM/USDT'),
			...lines(1000, 1e6),
		].join(''),
	);
	const {code, books} = await watchCapture([path]);
	assert.equal(code, 0);
	assert.deepEqual(new Set(books.map(({market}) => market)), new Set(['STEEM/USDT', 'FOO/BAR']));
	const [last] = books.filter(({exchange}) => exchange === 'huobi').slice(-1);
	assert.deepEqual([last?.market, last?.status], ['STEEM/USDT', 'live']);
});

test('a moment on either side of a change is the same played to, sought and stepped to', async () => {
	const path = write([{...usdt, ms: 5000}, {...btc, ms: 5000}, usdt]);
	const played = await startPlayerRun(path);
	const markets = () =>
		played.source.getView().books.map(({market, status}) => `${market} ${status}`);
	await played.pass(4900);
	assert.deepEqual(markets(), ['STEEM/USDT live', 'STEEM/USDT live']);
	await played.pass(2000);
	played.control.pause(true);
	assert.deepEqual(markets(), ['STEEM/BTC live', 'STEEM/BTC live']);
	const {position} = played.control.getState();
	const books = played.books();

	const sought = await startPlayerRun(path);
	sought.control.pause(true);
	for (const from of [1000, 10_900, 4990]) {
		await sought.seek(from);
		await sought.seek(position);
		assert.deepEqual(sought.books(), books);
	}
	await sought.seek(4999);
	const [before] = sought.books();
	sought.control.next();
	await sought.settled();
	assert.equal(sought.control.getState().position, 5000);
	assert.deepEqual(
		sought.source.getView().books.map(({market, status}) => `${market} ${status}`),
		['STEEM/BTC connecting', 'STEEM/BTC connecting'],
	);
	sought.control.step(-1);
	await sought.settled();
	assert.equal(sought.books()[0]?.market, 'STEEM/USDT');
	await sought.seek(4999);
	assert.deepEqual(sought.books()[0], before);
	played.stop();
	sought.stop();
});

test('changes of the market are found over the edges of chunks', async () => {
	const path = write([
		{...usdt, ms: 35_000},
		{...btc, ms: 35_000},
		{...usdt, ms: 35_000},
	]);
	const run = await startPlayerRun(path);
	run.control.pause(true);
	const at = async (position: number) => {
		await run.seek(position);
		return run.books().map(({market, status}) => `${market} ${status}`);
	};
	const places = [
		[34_900, 'STEEM/USDT live'],
		[35_000, 'STEEM/BTC connecting'],
		[69_900, 'STEEM/BTC live'],
		[60_100, 'STEEM/BTC live'],
		[104_000, 'STEEM/USDT live'],
		[70_000, 'STEEM/USDT connecting'],
		[1000, 'STEEM/USDT live'],
	] as const;
	assert.ok(run.index.log.chunks.length > 3);
	for (const [position, expected] of places)
		assert.deepEqual(await at(position), [expected, expected], `at ${position}`);
	run.stop();
});

test('n goes to the changes', async () => {
	const run = await startPlayerRun(write([usdt, btc, usdt]));
	assert.deepEqual(
		run.index.marks.map(({at, kind, label}) => [at, kind, label]),
		[
			[1000, 'marker', 'market STEEM/BTC'],
			[2000, 'marker', 'market STEEM/USDT'],
		],
	);
	run.control.pause(true);
	run.control.next();
	run.control.next();
	await run.settled();
	assert.equal(run.control.getState().position, 2000);
	run.stop();
});
