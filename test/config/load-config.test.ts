import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {loadConfig, type ConfigSources} from '../../source/config/load-config.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {allSettings} from '../../source/config/settings.js';
import {formatWanted} from '../../source/market-name.js';
import {UsageError} from '../../source/options/options.js';
import {bindings} from '../../source/screen/keys.js';

const path = '/home/me/.config/steem-tui/config.json';

const load = (content: unknown, sources: Partial<ConfigSources> = {}) =>
	loadConfig({
		flags: {},
		environment: {},
		file: {path, text: typeof content === 'string' ? content : JSON.stringify(content, null, 2)},
		...sources,
	});

const originOf = (config: ReturnType<typeof load>, setting: string) =>
	config.effective.find(entry => entry.path === setting)?.origin;

test('without a file every setting is the default', () => {
	const config = loadConfig({flags: {}, environment: {}, file: {path, text: null}});
	assert.equal(formatWanted(config.market), 'STEEM/USDT');
	assert.deepEqual([config.levels, config.theme, config.proxy], [20, 'auto', null]);
	assert.equal(
		config.bindings.every((binding, index) => binding === bindings[index]),
		true,
	);
	assert.ok(config.effective.every(({origin}) => origin.type === 'default'));
	assert.deepEqual(
		config.effective.map(setting => setting.path),
		allSettings.map(setting => setting.path),
	);
});

test('takes what the file says', () => {
	const config = load({
		market: 'btc-usdt',
		exchanges: ['huobi'],
		levels: 50,
		theme: 'light',
		ascii: true,
		color: false,
		proxy: 'socks5://127.0.0.1:1080',
		recordingFolder: '/recordings',
		castVersion: 3,
		restShare: 0.25,
		endpoints: {binance: {ws: 'wss://data-stream.binance.vision/'}},
	});
	assert.equal(formatWanted(config.market), 'BTC/USDT');
	assert.deepEqual(
		config.exchanges.map(({id}) => id),
		['huobi'],
	);
	const {levels, theme, ascii, color, proxy, recordingFolder, castVersion, restShare} = config;
	assert.deepEqual(
		[levels, theme, ascii, color, proxy, recordingFolder, castVersion, restShare],
		[50, 'light', true, false, 'socks5://127.0.0.1:1080', '/recordings', 3, 0.25],
	);
	assert.deepEqual(config.endpoints.get('binance'), {
		ws: 'wss://data-stream.binance.vision',
		rest: binance.endpoints.rest,
	});
	assert.deepEqual(originOf(config, 'levels'), {type: 'file', name: path});
	assert.equal(config.isProxyFlag, false);
});

for (const [written, exact] of [
	['"0.075"', '0.075'],
	['0.1', '0.1'],
	['0.1000000000000000055', '0.1000000000000000055'],
	['0', '0'],
] as const) {
	test(`reads the fee ${written} exactly`, () => {
		const {feeOf} = load(`{"fees": {"binance": ${written}}}`);
		assert.equal(formatDecimal(feeOf({exchange: 'binance', market: 'STEEM/USDT'})), exact);
	});
}

test('an exchange takes its fee of each quote currency unless one is set', () => {
	const feesOf = (file: unknown) =>
		['STEEM/KRW', 'STEEM/USDT', 'STEEM/BTC', 'BTC/KRW'].map(market =>
			formatDecimal(load(file).feeOf({exchange: 'upbit', market})),
		);
	assert.deepEqual(feesOf({}), ['0.05', '0.25', '0.25', '0.05']);
	assert.deepEqual(feesOf({fees: {upbit: '0.04'}}), ['0.04', '0.04', '0.04', '0.04']);
	// Also where what is set is what most of its markets take.
	assert.deepEqual(feesOf({fees: {upbit: '0.05'}}), ['0.05', '0.05', '0.05', '0.05']);
});

test('the markets of the list are named in the file, each once', () => {
	const names = (file: unknown) => load(file).markets.map(formatWanted);
	assert.deepEqual(names({}), []);
	assert.deepEqual(names({markets: ['STEEM/USDT', 'steem-btc', 'STEEM/USDT']}), [
		...['STEEM/USDT', 'STEEM/BTC'],
	]);
	assert.throws(
		() => load({markets: ['/']}),
		/markets: "\/" is not allowed: write a list of markets/,
	);
});

test('flags win over environment, environment over file', () => {
	const file = {
		color: true,
		levels: 5,
		proxy: 'http://file:1',
		endpoints: {huobi: {ws: 'wss://file'}},
	};
	const environment = {
		NO_COLOR: '1',
		HTTPS_PROXY: 'http://environment:1',
		STEEM_TUI_HUOBI_WS: 'wss://environment',
	};
	const config = load(file, {environment, flags: {levels: 7, proxy: 'http://flag:1'}});
	assert.deepEqual([config.color, config.levels, config.proxy], [false, 7, 'http://flag:1']);
	assert.equal(config.endpoints.get('huobi')?.ws, 'wss://environment');
	assert.deepEqual(
		['color', 'levels', 'proxy', 'endpoints.huobi.ws', 'endpoints.huobi.rest'].map(setting =>
			originOf(config, setting),
		),
		[
			{type: 'environment', name: 'NO_COLOR'},
			{type: 'flag', name: '--levels'},
			{type: 'flag', name: '--proxy'},
			{type: 'environment', name: 'STEEM_TUI_HUOBI_WS'},
			{type: 'default'},
		],
	);
	assert.equal(config.isProxyFlag, true);
});

test('the screen has as many levels as fit unless they are set', () => {
	assert.equal(load({}).screenLevels, null);
	assert.equal(load({levels: 20}).screenLevels, 20);
	assert.equal(load({levels: 20}, {flags: {levels: 7}}).screenLevels, 7);
});

test('a screen reader is announced by the variable that Ink reads', () => {
	assert.equal(load({}, {environment: {INK_SCREEN_READER: 'true'}}).screenReader, true);
	assert.equal(load({}, {environment: {INK_SCREEN_READER: '0'}}).screenReader, false);
	assert.equal(load({screenReader: true}).screenReader, true);
});

for (const [environment, ascii, name] of [
	[{TERM: 'xterm'}, false, null],
	[{TERM: 'linux', LANG: 'C.UTF-8'}, true, 'TERM'],
	[{LANG: 'en_US.UTF-8'}, false, null],
	[{LANG: 'de_DE.utf8'}, false, null],
	[{LANG: 'C'}, true, 'LANG'],
	[{LC_CTYPE: 'de_DE.ISO-8859-1', LANG: 'de_DE.UTF-8'}, true, 'LC_CTYPE'],
	[{LC_ALL: 'C.UTF-8', LC_CTYPE: 'C', LANG: 'C'}, false, null],
	[{LC_ALL: '', LANG: 'POSIX'}, true, 'LANG'],
] as const) {
	test(`draws with ${ascii ? 'ASCII alone' : 'all signs'} where ${JSON.stringify(environment)}`, () => {
		const config = load({}, {environment});
		assert.equal(config.ascii, ascii);
		const origin = name === null ? {type: 'default'} : {type: 'environment', name};
		assert.deepEqual(originOf(config, 'ascii'), origin);
	});
}

test('who says it has all signs, or none, whatever the terminal is called', () => {
	const environment = {TERM: 'linux', LANG: 'C'};
	assert.equal(load({ascii: false}, {environment}).ascii, false);
	assert.equal(load({}, {environment, flags: {ascii: false}}).ascii, false);
	assert.equal(load({ascii: false}, {flags: {ascii: true}}).ascii, true);
});

test('an empty variable counts as not set', () => {
	const environment = {NO_COLOR: '', STEEM_TUI_BINANCE_WS: ''};
	const config = load({}, {environment});
	assert.equal(config.color, true);
	assert.deepEqual(originOf(config, 'endpoints.binance.ws'), {type: 'default'});
});

test('shows a proxy without its password', () => {
	const {effective} = load({proxy: 'socks5://me:secret@host:1'});
	const shown = effective.find(setting => setting.path === 'proxy')?.value;
	assert.equal(shown, 'socks5://me:***@host:1');
});

test('rebinds keys, and leaves the rest as they are', () => {
	const {bindings: table} = load({keys: {zoom: ['Z', 'PgUp'], 'page-up': 'u', quit: 'Q'}});
	const keysOf = (intent: string) =>
		table.find(row => row.intent === intent && !['menu', 'filter'].includes(row.scope));
	assert.deepEqual(keysOf('zoom')?.keys, ['Z', 'pageup']);
	assert.equal(keysOf('zoom')?.shown, 'Z PgUp');
	assert.deepEqual(keysOf('quit')?.keys, ['Q', 'ctrl+c']);
	assert.equal(
		keysOf('help'),
		bindings.find(({intent}) => intent === 'help'),
	);
});

test('tells the first twenty mistakes, and how many more there are', () => {
	const exchanges = Array.from({length: 4000}, (_, index) => `x${index}`);
	assert.throws(
		() => load({exchanges}),
		({message}: Error) =>
			message.split('\n').length === 21 && message.endsWith('and 3980 more of them'),
	);
});

const mistakes: readonly (readonly [content: unknown, says: RegExp])[] = [
	['[]', /line 1: the file: \[\] is not allowed: write \{…\} with market, markets, exchanges, /],
	['{"levels": 20;}', /line 1, column 14: expected , or }, found ";"$/],
	[
		{levles: 5},
		/line 2: levles is no key \(did you mean levels\?\): allowed are market, markets, exchanges,/,
	],
	[{zzz: 5}, /line 2: zzz is no key: allowed are/],
	[{levels: 0}, /line 2: levels: 0 is not allowed: write a whole number from 1 to 100000/],
	[{levels: '20'}, /levels: "20" is not allowed/],
	[{levels: 2.5}, /levels: 2\.5 is not allowed/],
	[
		{theme: 'drak'},
		/theme: "drak" is not allowed \(did you mean dark\?\): write one of "auto", "dark", "light"/,
	],
	[
		{exchanges: ['binanse']},
		/line 3: exchanges: "binanse" is not allowed \(did you mean binance\?\): write a list of "binance", "huobi"/,
	],
	[
		{exchanges: ['huobi', 'mtgox']},
		/line 4: exchanges: "mtgox" is not allowed: write a list of "binance", "huobi"/,
	],
	[{exchanges: ['huobi', 5]}, /line 4: exchanges: 5 is not allowed/],
	[{exchanges: []}, /exchanges: \[\] is not allowed/],
	[{market: 'A/B/C'}, /market: "A\/B\/C" is not allowed: write a market such as "STEEM\/USDT"/],
	[{color: 'no'}, /color: "no" is not allowed: write true or false/],
	[{fees: {mtgox: 1}}, /line 3: fees\.mtgox is no key of fees: allowed are binance, huobi/],
	[{fees: {huobi: -1}}, /fees\.huobi: -1 is not allowed: write a percentage/],
	[{fees: {huobi: 101}}, /fees\.huobi: 101 is not allowed/],
	[{fees: {huobi: '0.1%'}}, /fees\.huobi: "0\.1%" is not allowed/],
	[{fees: 0.1}, /fees: 0\.1 is not allowed: write \{…\} with binance, huobi/],
	[
		{endpoints: {binance: {wss: 'x'}}},
		/line 4: endpoints\.binance\.wss is no key of endpoints\.binance \(did you mean ws\?\)/,
	],
	[
		{endpoints: {huobi: {rest: 'wss://x'}}},
		/rest: "wss:\/\/x" is not allowed: write an address that begins with http:\/\/ or https:\/\//,
	],
	[{proxy: 'ftp://x'}, /proxy: "ftp:\/\/x" is not allowed: write an address such as/],
	[{recordingFolder: ''}, /recordingFolder: "" is not allowed: write the path of a folder/],
	[
		{alerts: ['gap', 'spread >']},
		/alerts: "spread >" is not allowed: here belongs an amount: .*\n {2}spread >\n {10}\^$/,
	],
	[{castVersion: 4}, /castVersion: 4 is not allowed: write 2 or 3/],
	[{restShare: 0}, /restShare: 0 is not allowed: write a number above 0, up to 1/],
	[{restShare: 1.5}, /restShare: 1\.5 is not allowed/],
	[{fees: {htx: '0.1'}}, /fees\.htx is no key of fees \(did you mean huobi\?\): allowed are/],
	[{keys: {zom: 'z'}}, /keys\.zom is no key of keys \(did you mean zoom\?\): allowed are help,/],
	[
		{keys: {zoom: 'pgupp'}},
		/keys\.zoom: "pgupp" is not allowed: write a key or a list of keys, each a single character, ctrl\+letter, or one of tab,/,
	],
	[{keys: {zoom: []}}, /keys\.zoom: \[\] is not allowed/],
	[
		{keys: {zoom: ['F5']}},
		/line 4: keys\.zoom: "F5" is not allowed: write a key or a list of keys, each a single/,
	],
	[{keys: {zoom: ['z', 'zz']}}, /line 5: keys\.zoom: "zz" is not allowed: write a key/],
	[
		{keys: {zoom: 'Ctrl+I'}},
		/line 3: keys\.zoom: "Ctrl\+I" is not allowed: a terminal cannot tell it from Tab$/,
	],
	[{keys: {zoom: ['z', 'ctrl+m']}}, /line 5: .* a terminal cannot tell it from Enter$/],
	[{keys: {zoom: 'ctrl+j'}}, /a terminal cannot tell it from Enter$/],
	[{keys: {zoom: 'ctrl+h'}}, /a terminal cannot tell it from Backspace$/],
	[{keys: {zoom: 'ctrl+['}}, /a terminal cannot tell it from Esc$/],
	[
		{keys: {zoom: ['z', ' ']}},
		/line 5: keys\.zoom: the key "space" is that of freeze and pause already: give one of them another$/,
	],
	[
		{keys: {zoom: 'g'}},
		/line 3: keys\.zoom: the key "g" is that of coarser already: give one of them another/,
	],
	[{keys: {zoom: '?'}}, /keys\.zoom: the key "\?" is that of help already/],
	[{keys: {zoom: 'ctrl+c'}}, /keys\.zoom: the key "ctrl\+c" is that of quit already/],
];

for (const [content, says] of mistakes) {
	test(`refuses ${typeof content === 'string' ? content : JSON.stringify(content)}`, () => {
		assert.throws(
			() => load(content),
			(error: Error) => {
				assert.ok(error instanceof UsageError);
				assert.ok(error.message.startsWith(`${path}: `), error.message);
				assert.match(error.message, says);
				return true;
			},
		);
	});
}

test('lists all that is wrong at once', () => {
	assert.throws(
		() => load({levels: 0, thme: 'dark', keys: {zoom: 'g'}}),
		(error: Error) => {
			assert.equal(error.message.split('\n').length, 3);
			return true;
		},
	);
});

test('two actions may trade their keys', () => {
	const {bindings: table} = load({keys: {zoom: 'g', coarser: 'z'}});
	const keysOf = (intent: string) =>
		table.find(row => row.intent === intent && !['menu', 'filter'].includes(row.scope))?.keys;
	assert.deepEqual([keysOf('zoom'), keysOf('coarser')], [['g'], ['z']]);
});
