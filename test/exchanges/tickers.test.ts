import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal, type Decimal} from '../../source/book/fixed-point.js';
import {exchanges} from '../../source/exchanges/index.js';
import {joinTickers, type Ticker} from '../../source/book/ticker.js';
import {toTicker} from '../../source/exchanges/ticker.js';
import {areTickers, askTickers} from '../../source/feed/ask-tickers.js';
import {isList, listMarkets} from '../../source/feed/find-market.js';
import {linkVenue} from '../../source/feed/venue.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

const exchangeOf = (id: string) => {
	const exchange = exchanges.find(one => one.id === id);
	assert.ok(exchange);
	return exchange;
};

const read = (id: string, body: string, symbols: readonly string[] = [], question = 0) => {
	const {questions} = exchangeOf(id).tickers;
	const steps = questions[question]?.parse(body, symbols);
	assert.ok(steps);
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
};

const text = (value: Decimal | null) => value && formatDecimal(value);

/** As one line: bid ask last open high low volume change. */
const told = ({name, bid, ask, last, open, high, low, volume, changePercent}: Ticker) =>
	[name, ...[bid, ask, last, open, high, low, volume].map(text), changePercent?.toFixed(2)].join(
		' ',
	);

/** As the exchanges document their answers, and write their numbers. */
const documented: readonly {
	readonly name: string;
	readonly id: string;
	readonly question?: number;
	readonly symbols?: readonly string[];
	readonly body: string;
	readonly tickers: readonly string[];
}[] = [
	{
		name: 'the day of many markets',
		id: 'binance',
		body: '[{"symbol":"BNBBTC","priceChange":"-94.99999800","priceChangePercent":"-95.960","weightedAvgPrice":"0.29628482","prevClosePrice":"0.10002000","lastPrice":"4.00000200","lastQty":"200.00000000","bidPrice":"4.00000000","bidQty":"100.00000000","askPrice":"4.00000200","askQty":"100.00000000","openPrice":"99.00000000","highPrice":"100.00000000","lowPrice":"0.10000000","volume":"8913.30000000","quoteVolume":"15.30000000","openTime":1499783499040,"closeTime":1499869899040,"firstId":28385,"lastId":28460,"count":76}]',
		tickers: ['BNBBTC 4 4.000002 4.000002 99 100 0.1 8913.3 -95.96'],
	},
	{
		name: 'a market in which nothing is traded',
		id: 'binance',
		body: '[{"symbol":"OLDBTC","lastPrice":"0.00000000","bidPrice":"0.00000000","askPrice":"0.00000000","openPrice":"0.00000000","highPrice":"0.00000000","lowPrice":"0.00000000","volume":"0.00000000"}]',
		tickers: ['OLDBTC        '],
	},
	{
		name: 'best prices',
		id: 'binance',
		question: 1,
		body: '[{"symbol":"LTCBTC","bidPrice":"4.00000000","bidQty":"431.00000000","askPrice":"4.00000200","askQty":"9.00000000"}]',
		tickers: ['LTCBTC 4 4.000002      '],
	},
	{
		name: 'numbers as Java prints them',
		id: 'huobi',
		body: '{"data":[{"symbol":"steembtc","open":9.12E-7,"high":9.4E-7,"low":9.0E-7,"close":9.493E-7,"amount":3.358149508E7,"vol":31.5,"count":1029,"bid":9.49E-7,"bidSize":710.0,"ask":9.5E-7,"askSize":1.0}],"status":"ok","ts":1629789355531}',
		tickers: [
			'steembtc 0.000000949 0.00000095 0.0000009493 0.000000912 0.00000094 0.0000009 33581495.08 4.09',
		],
	},
	{
		name: 'one market, its best prices with their sizes',
		id: 'huobi',
		symbols: ['btcusdt'],
		body: '{"ch":"market.btcusdt.detail.merged","status":"ok","ts":1629788763750,"tick":{"id":272156789143,"version":272156789143,"open":50080.0,"close":49820.92,"low":48767.0,"high":50500.0,"amount":12055.365781937457,"vol":5.985618685709001E8,"count":420573,"bid":[49819.48,2.58112],"ask":[49819.49,0.002411]}}',
		tickers: ['btcusdt 49819.48 49819.49 49820.92 50080 50500 48767 12055.365781937457 -0.52'],
	},
	{
		name: 'the change instead of the first price',
		id: 'gate',
		body: '[{"currency_pair":"BTC3L_USDT","last":"2.46140352","lowest_ask":"2.477","highest_bid":"2.4606821","change_percentage":"-8.91","change_utc0":"-8.91","base_volume":"656614.0845820589","quote_volume":"1602221.66468375534639404191","high_24h":"2.7431","low_24h":"1.9863","etf_net_value":"2.46316141"}]',
		tickers: ['BTC3L_USDT 2.4606821 2.477 2.46140352  2.7431 1.9863 656614.0845820589 -8.91'],
	},
	{
		name: 'a list in an object',
		id: 'okx',
		body: '{"code":"0","msg":"","data":[{"instType":"SPOT","instId":"LTC-USDT","last":"9999.99","lastSz":"0.1","askPx":"9999.99","askSz":"11","bidPx":"8888.88","bidSz":"5","open24h":"9000","high24h":"10000","low24h":"8888.88","volCcy24h":"2222","vol24h":"2222","sodUtc0":"2222","sodUtc8":"2222","ts":"1597026383085"}]}',
		tickers: ['LTC-USDT 8888.88 9999.99 9999.99 9000 10000 8888.88 2222 11.11'],
	},
	{
		name: 'a list two objects deep',
		id: 'bybit',
		body: '{"retCode":0,"retMsg":"OK","result":{"category":"spot","list":[{"symbol":"BTCUSDT","bid1Price":"20517.96","bid1Size":"2","ask1Price":"20527.77","ask1Size":"1.862172","lastPrice":"20533.13","prevPrice24h":"20393.48","price24hPcnt":"0.0068","highPrice24h":"21128.12","lowPrice24h":"20318.89","turnover24h":"243765620.65899866","volume24h":"11801.27771","usdIndexPrice":"20784.12009279"}]},"retExtInfo":{},"time":1673859087947}',
		tickers: ['BTCUSDT 20517.96 20527.77 20533.13 20393.48 21128.12 20318.89 11801.27771 0.68'],
	},
	{
		name: 'an object by ids, old and new',
		id: 'kraken',
		body: '{"error":[],"result":{"XXBTZUSD":{"a":["30300.10000","1","1.000"],"b":["30300.00000","1","1.000"],"c":["30303.20000","0.00067643"],"v":["4083.67001100","4412.73601799"],"p":["30706.77771","30689.13205"],"t":[34619,38907],"l":["29868.30000","29868.30000"],"h":["31631.00000","31631.00000"],"o":"30502.80000"},"SOLUSD":{"b":["21.5","1","1"]},"XDGUSDT":{"b":["0.12","1","1"]},"XETHXXBT":{"b":["0.05","1","1"]}}}',
		tickers: [
			'BTCUSD 30300 30300.1 30303.2 30502.8 31631 29868.3 4083.670011 -0.65',
			'SOLUSD 21.5       ',
			'DOGEUSDT 0.12       ',
			'ETHBTC 0.05       ',
		],
	},
	{
		name: 'no best prices, but all else',
		id: 'upbit',
		body: '[{"market":"KRW-BTC","trade_date":"20240822","trade_price":82900000.0,"opening_price":82794000,"high_price":8.3E7,"low_price":81280000.00000000,"prev_closing_price":82794000.00000000,"change":"RISE","signed_change_rate":0.0012802859,"acc_trade_volume":1602.1,"acc_trade_volume_24h":1719.03257158}]',
		tickers: ['KRW-BTC   82900000 82794000 83000000 81280000 1602.1 0.13'],
	},
	{
		name: 'the best prices of books of one level',
		id: 'upbit',
		question: 1,
		body: '[{"market":"BTC-STEEM","timestamp":1618677430164,"total_ask_size":9.9,"total_bid_size":1.0,"orderbook_units":[{"ask_price":9.5E-7,"bid_price":9.4E-7,"ask_size":1.0,"bid_size":2.0}],"level":0}]',
		tickers: ['BTC-STEEM 0.00000094 0.00000095      '],
	},
	{
		name: 'many markets by their pairs',
		id: 'bitstamp',
		body: '[{"timestamp":"1643640186","open":"2211.00","high":"2811.00","low":"2188.97","last":"2211.00","volume":"213.26801100","vwap":"2189.80","bid":"2188.97","ask":"2211.00","side":"0","open_24":"2200.00","percent_change_24":"0.50","pair":"BTC/USD"}]',
		tickers: ['btcusd 2188.97 2211 2211 2200 2811 2188.97 213.268011 0.50'],
	},
	{
		name: 'one market, which it does not name',
		id: 'bitstamp',
		symbols: ['btcusd'],
		body: '{"timestamp":"1643640186","open":"2211.00","high":"2811.00","low":"2188.97","last":"2211.00","volume":"213.26801100","vwap":"2189.80","bid":"2188.97","ask":"2211.00","side":"0","open_24":"2211.00","percent_change_24":"13.57"}',
		tickers: ['btcusd 2188.97 2211 2211 2211 2811 2188.97 213.268011 0.00'],
	},
	{
		name: 'last prices in the list of markets',
		id: 'coinbase',
		body: '{"products":[{"product_id":"BTC-USD","price":"140.21","price_percentage_change_24h":"-9.43","volume_24h":"1908432","base_increment":"0.00000001","product_type":"SPOT"}],"num_products":100}',
		tickers: ['BTC-USD   140.21    1908432 -9.43'],
	},
	{
		name: 'one product',
		id: 'coinbase',
		symbols: ['BTC-USD'],
		body: '{"product_id":"BTC-USD","price":"140.21","price_percentage_change_24h":"-9.43","volume_24h":"1908432"}',
		tickers: ['BTC-USD   140.21    1908432 -9.43'],
	},
];

for (const {name, id, question, symbols, body, tickers} of documented)
	test(`${id}: reads ${name}`, () => {
		assert.deepEqual(read(id, body, symbols, question).map(told), tickers);
	});

test('every exchange tells of an error instead of a list', () => {
	for (const {id} of exchanges)
		for (const body of [
			'',
			'null',
			'{"status":"error","err-msg":"x"}',
			'<html>',
			'[[[[',
			'{"data":',
		])
			assert.throws(() => read(id, body), Error, `${id}: ${body}`);
});

test('what is no ticker is left out, and what is beside it stays', () => {
	const good = '{"symbol":"A","bidPrice":"1","askPrice":"2","lastPrice":"1.5"}';
	const bad = [
		'{"symbol":"B","bidPrice":"-1","askPrice":"2"}',
		'{"symbol":"C","bidPrice":"3","askPrice":"2"}',
		'{"symbol":"D","bidPrice":{},"askPrice":"2"}',
		'{"symbol":"E","bidPrice":"1e999","askPrice":"2"}',
		'{"symbol":"\\u001b[2J","bidPrice":"1","askPrice":"2"}',
		'{"bidPrice":"1"}',
		'null',
		'7',
	];
	assert.deepEqual(
		read('binance', `[${[...bad, good].join(',')}]`).map(({name}) => name),
		['A'],
	);
});

test('a change that is no number is not told', () => {
	for (const change of ['', 'NaN', 'Infinity', '1e9999', '--1', {}])
		assert.equal(toTicker('A', {last: '1', change}).changePercent, null);
	assert.equal(toTicker('A', {last: '1', change: '-1.5'}).changePercent, -1.5);
});

test('best prices do not make the day forgotten, nor the other way round', () => {
	const day = toTicker('A', {bid: '1', ask: '2', last: '1.5', open: '1'});
	const touch = toTicker('A', {bid: '1.2', ask: '1.3'});
	assert.equal(told(joinTickers(day, touch)), 'A 1.2 1.3 1.5 1    50.00');
	assert.equal(told(joinTickers(touch, day)), 'A 1 2 1.5 1    50.00');
	assert.equal(told(joinTickers(touch, toTicker('A', {last: '1.5'}))), 'A 1.2 1.3 1.5     ');
	// Nothing rests there any more.
	assert.equal(told(joinTickers(day, toTicker('A', {}))), 'A   1.5 1    50.00');
});

test('each simulated exchange is asked for its tickers as the real one is', async () => {
	// Books as small as can be: all markets of all exchanges begin.
	const few = Object.fromEntries(exchanges.map(({id}) => [id, {bids: 8, asks: 8}]));
	const {clock, simulator, venues, transport} = await startVirtual(7, exchanges, few);
	for (const venue of venues) {
		const link = linkVenue(venue, {transport, clock, share: 1});
		const waited = async <T>(answer: Promise<T>): Promise<T> => {
			const ended = answer.then(() => true);
			while (!(await Promise.race([ended, clock.run(5).then(() => false)])));
			return answer;
		};
		const {id, tickers} = venue.exchange;
		const markets = await waited(listMarkets(link));
		assert.ok(isList(markets), id);
		const symbols = markets.slice(0, 20).map(({symbol}) => symbol);
		const names = symbols.map(symbol => tickers.nameOf?.(symbol) ?? symbol);
		const known = new Map<string, Ticker>();
		for (const question of tickers.questions) {
			const wanted = question.isNamedOnly ? symbols : [];
			const answer = await waited(askTickers(link, question, wanted));
			assert.ok(areTickers(answer), `${id}: ${JSON.stringify(answer)}`);
			for (const ticker of answer) {
				const before = known.get(ticker.name);
				known.set(ticker.name, before ? joinTickers(before, ticker) : ticker);
			}
			const [symbol = ''] = symbols;
			const one = await waited(askTickers(link, question, [symbol]));
			assert.ok(areTickers(one) && one.length === 1 && one[0]?.name === names[0], id);
		}
		const missing = names.filter(name => !known.get(name)?.last);
		assert.ok(missing.length <= 1, `${id}: ${missing.join()}`);
		const touched = names.filter(name => known.get(name)?.bid && known.get(name)?.ask);
		assert.equal(touched.length > 0, id !== 'coinbase', id);
	}
	await simulator.stop();
});
