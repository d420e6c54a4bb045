import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
import {printConfig} from '../../source/commands/config.js';
import {printMarkets} from '../../source/commands/markets.js';
import {linkVenue} from '../../source/feed/venue.js';
import {toMarketList} from '../../source/session/running.js';
import {loadConfig} from '../../source/config/load-config.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const createPrinted = () => {
	let text = '';
	const console = {
		write: (more: string) => ((text += more), true),
		onDrain: () => undefined,
		complain: (problem: string) => assert.fail(problem),
	};
	return {console, lines: () => text.split('\n').filter(line => line !== '')};
};

/** The cell in which a text begins. */
const cellOf = (line: string, text: string) => stringWidth(line.slice(0, line.indexOf(text)));

test('markets stand in columns whatever their letters', async () => {
	const {console, lines} = createPrinted();
	const {transport, gets} = createFakeTransport();
	const venues = defaultExchanges
		.filter(({id}) => id === 'binance')
		.map(exchange => ({exchange, endpoints: exchange.endpoints}));
	const clock = createFakeClock(0);
	const lists = venues.map(venue => toMarketList(linkVenue(venue, {transport, clock, share: 1})));
	const printed = printMarkets(lists, console, {query: undefined, isJson: false});
	await settle();
	const bases = ['STEEM', '币安人生', 'E\u0301E\u0301', 'A'.repeat(20)];
	const symbols = bases.map(base => ({
		symbol: `${base}USDT`,
		baseAsset: base,
		quoteAsset: 'USDT',
		status: 'TRADING',
		filters: [],
	}));
	await gets[0]?.answer({body: JSON.stringify({symbols})});
	assert.equal(await printed, 0);
	assert.equal(lines().length, bases.length);
	const cells = new Set(lines().map(line => cellOf(line, 'Binance')));
	assert.deepEqual([...cells], ['A'.repeat(20).length + '/USDT'.length + 2]);
});

test('a setting of the file tells the terminal nothing', () => {
	const text = '{"recordingFolder": "r\\u001b]0;OWNED\\u0007\\u009b31m\\u202e"}';
	const config = loadConfig({flags: {}, environment: {}, file: {path: 'config.json', text}});
	const {console, lines} = createPrinted();
	printConfig(config, console, {isJson: false});
	assert.doesNotMatch(lines().join(''), /\p{C}/u);
	assert.match(lines().join('\n'), /recordingFolder +r\\u001b\]0;OWNED\\u0007\\u009b31m\\u202e/);
});

test('settings stand in columns whatever their letters', () => {
	const text =
		'{"recordingFolder": "录音/é日本語のフォルダー-with-a-long-name-of-its-own-and-more-of-it"}';
	const config = loadConfig({flags: {}, environment: {}, file: {path: 'config.json', text}});
	const {console, lines} = createPrinted();
	printConfig(config, console, {isJson: false});
	const origins = lines()
		.slice(1)
		.map(line => stringWidth(/^.* {2}(?=default|file)/.exec(line)?.[0] ?? ''));
	assert.deepEqual([...new Set(origins)], [origins[0]]);
});
