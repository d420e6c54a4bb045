import assert from 'node:assert/strict';
import {test} from 'node:test';
import {describeAudit, describeLoss} from '../../source/book/proving.js';
import {checkExchange} from '../../source/doctor/exchange-checks.js';
import type {Finding} from '../../source/doctor/finding.js';
import type {Network} from '../../source/doctor/network.js';
import {checkProgram} from '../../source/doctor/program-checks.js';
import {checkSurroundings, type Surroundings} from '../../source/doctor/terminal-checks.js';
import {defaultExchanges, exchanges} from '../../source/exchanges/index.js';
import type {WantedMarket} from '../../source/market-name.js';
import {parseMarket} from '../../source/options/options.js';
import type {Endpoints, Exchange} from '../../source/exchanges/exchange.js';
import {TransportError, type SocketEvent} from '../../source/transport/transport.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const terminal: Surroundings = {
	environment: {TERM: 'xterm-256color', LANG: 'en_US.UTF-8'},
	platform: 'linux',
	terminal: {columns: 120, rows: 40, colorDepth: 24},
	hasKeyboard: true,
	isColorWanted: true,
	theme: 'dark',
	background: null,
	isAscii: false,
	isAsciiGuessed: false,
};

const of = (findings: readonly Finding[], check: string): string => {
	const found = findings.find(finding => finding.check === check);
	assert.ok(found, `${check} was checked`);
	assert.equal(found.remedy !== null, found.result !== 'ok', `${check} has a remedy when not ok`);
	return `${found.result}: ${found.sentence}${found.remedy === null ? '' : ` [${found.remedy}]`}`;
};

const surroundings: readonly {
	readonly name: string;
	readonly check: string;
	readonly change: Partial<Surroundings>;
	readonly expected: RegExp;
}[] = [
	{
		name: 'a usual terminal',
		check: 'terminal',
		change: {},
		expected: /^ok: xterm-256color, 120x40\.$/,
	},
	{
		name: 'no terminal',
		check: 'terminal',
		change: {terminal: null},
		expected: /^warn: .*stdout is none\. \[use "steem-tui watch"/,
	},
	{
		name: 'no keyboard',
		check: 'terminal',
		change: {hasKeyboard: false},
		expected: /^warn: .*stdin is none/,
	},
	{
		name: 'a dumb terminal',
		check: 'terminal',
		change: {environment: {TERM: 'dumb'}},
		expected: /^fail: .*TERM=dumb.*\[set TERM/,
	},
	{
		name: 'a terminal without a name',
		check: 'terminal',
		change: {environment: {}},
		expected: /^fail: .*cannot draw/,
	},
	{
		name: 'a small terminal',
		check: 'terminal',
		change: {terminal: {columns: 60, rows: 20, colorDepth: 8}},
		expected: /^ok: .*60x20: it shows one exchange at a time/,
	},
	{
		name: 'a tiny terminal',
		check: 'terminal',
		change: {terminal: {columns: 30, rows: 10, colorDepth: 8}},
		expected: /^warn: .*30x10: too small.*\[make it 40x12 or larger\]$/,
	},
	{
		name: 'tmux',
		check: 'terminal',
		change: {environment: {TERM: 'tmux-256color', TMUX: '/tmp/x'}},
		expected: /^ok: tmux-256color inside tmux, 120x40/,
	},
	{name: 'true colour', check: 'colours', change: {}, expected: /^ok: 16\.7 million colours\.$/},
	{
		name: 'a light terminal',
		check: 'colours',
		change: {
			theme: 'light',
			background: {isLight: true, hex: '#ffffff', from: 'the terminal'},
		},
		expected:
			/^ok: 16\.7 million colours on a light background \(#ffffff, says the terminal\): the theme is light\.$/,
	},
	{
		name: 'a terminal that a variable calls dark',
		check: 'colours',
		change: {background: {isLight: false, hex: null, from: 'COLORFGBG'}},
		expected: / on a dark background \(says COLORFGBG\): the theme is dark\.$/,
	},
	{
		name: 'colours turned off',
		check: 'colours',
		change: {isColorWanted: false},
		expected: /^ok: No colours, as was asked for/,
	},
	{
		name: 'a terminal without colours',
		check: 'colours',
		change: {terminal: {columns: 80, rows: 24, colorDepth: 1}},
		expected: /^warn: No colours.*\[if it has some, set TERM/,
	},
	{
		name: 'few colours inside tmux',
		check: 'colours',
		change: {
			environment: {TERM: 'screen', TMUX: '/tmp/x'},
			terminal: {columns: 80, rows: 24, colorDepth: 8},
		},
		expected: /^warn: 256 colours inside tmux\. \[.*terminal-features/,
	},
	{name: 'UTF-8', check: 'unicode', change: {}, expected: /^ok: The locale is en_US\.UTF-8\.$/},
	{
		name: 'another encoding',
		check: 'unicode',
		change: {environment: {TERM: 'xterm', LANG: 'en_US.UTF-8', LC_ALL: 'C'}},
		expected: /^warn: The locale is C \(LC_ALL\), which is not UTF-8\. \[.*--ascii/,
	},
	{
		name: 'no locale',
		check: 'unicode',
		change: {environment: {TERM: 'xterm'}},
		expected: /^warn: No locale is set/,
	},
	{
		name: 'the Linux console',
		check: 'unicode',
		change: {environment: {TERM: 'linux', LANG: 'C.UTF-8'}},
		expected: /^warn: .*\[leave out --no-ascii\]$/,
	},
	{
		name: 'the Linux console, drawn in ASCII',
		check: 'unicode',
		change: {
			environment: {TERM: 'linux', LANG: 'C.UTF-8'},
			isAscii: true,
			isAsciiGuessed: true,
		},
		expected: /^ok: The console of Linux lacks some of the signs: the screen is drawn in ASCII\.$/,
	},
	{
		name: 'another encoding, for which ASCII is taken',
		check: 'unicode',
		change: {environment: {TERM: 'xterm', LANG: 'C'}, isAscii: true, isAsciiGuessed: true},
		expected: /^warn: The locale is C \(LANG\), .*: the screen is drawn in ASCII\. \[.*--no-ascii/,
	},
	{
		name: 'ASCII wanted',
		check: 'unicode',
		change: {environment: {}, isAscii: true},
		expected: /^ok: Not needed/,
	},
];

for (const {name, check, change, expected} of surroundings) {
	test(`tells ${check} of ${name}`, () => {
		assert.match(of(checkSurroundings({...terminal, ...change}), check), expected);
	});
}

test('tells of an old Node, of what unpacks and of the config file', () => {
	const config = {path: '/c.json', isThere: true, isExposed: false};
	const old = checkProgram({node: 'v18.19.0', inflater: 'a stream a message', config});
	assert.match(
		of(old, 'node'),
		/^fail: Node v18\.19\.0 is too old\. \[install Node 20\.20 or newer of 20, or Node 22\.2 or newer\]$/,
	);
	assert.match(of(old, 'inflate'), /^ok: Node's own zlib, with a stream for each, unpacks/);
	assert.match(of(old, 'config'), /^ok: \/c\.json is in order/);
	const now = checkProgram({node: 'v20.20.0', inflater: 'a kept stream', config});
	assert.match(of(now, 'node'), /^ok/);
	assert.match(of(now, 'inflate'), /^ok: A stream of Node's own zlib that is kept unpacks/);
});

for (const {node, expected} of [
	{node: 'v20.19.9', expected: /is too old/},
	{node: 'v20.20.0', expected: /runs the program/},
	{node: 'v21.7.3', expected: /is not supported/},
	{node: 'v22.1.0', expected: /is too old/},
	{node: 'v22.2.0', expected: /runs the program/},
	{node: 'v25.0.0', expected: /runs the program/},
])
	test(`tells whether Node ${node} runs the program`, () => {
		const config = {path: '/c.json', isThere: true, isExposed: false};
		assert.match(of(checkProgram({node, inflater: 'a kept stream', config}), 'node'), expected);
	});

test('warns of a config file with a password that others can read', () => {
	const config = {path: '/c.json', isThere: true, isExposed: true};
	assert.equal(
		of(checkProgram({node: 'v20.20.0', inflater: 'a kept stream', config}), 'config'),
		'warn: /c.json holds a password, and others can read it. [chmod 600 /c.json]',
	);
});

const [binance, huobi] = defaultExchanges as readonly [Exchange, Exchange];

type Answer = {status?: number; body?: string; headers?: Record<string, string>};

/** Runs the checks of an exchange against answers given here; the socket opens and says something. */
const check = async (
	exchange: Exchange,
	change: Partial<Network> = {},
	answer: Answer | Error | ((url: string) => Answer | Error) = {
		body: exchange === binance ? '{"serverTime":5000}' : '{"status":"ok","data":5000}',
	},
	endpoints: Endpoints = {ws: exchange.endpoints.ws[0], rest: exchange.endpoints.rest[0]},
	wanted?: WantedMarket,
) => {
	const clock = createFakeClock(5000);
	const fake = createFakeTransport();
	const network: Network = {
		transport: fake.transport,
		probes: {
			lookUp: () => Promise.resolve(['192.0.2.1', '192.0.2.2']),
			shakeHands: () => Promise.resolve({protocol: 'TLSv1.3', issuer: 'An Authority'}),
		},
		proxyFor: () => undefined,
		clock,
		addressFrom: () => null,
		market: {base: 'STEEM', quote: 'USDT'},
		...change,
	};
	const groups = checkExchange({exchange, endpoints, ...(wanted && {wanted})}, network);
	clock.advance(40);
	for (const get of fake.gets) {
		const answered = typeof answer === 'function' ? answer(get.url) : answer;
		if (answered instanceof Error) await get.fail(answered);
		else await get.answer(answered);
	}
	return {clock, fake, findings: Promise.all(groups).then(all => all.flat())};
};

const finish = async ({clock, fake, findings}: Awaited<ReturnType<typeof check>>) => {
	clock.advance(10);
	fake.socket().emit({type: 'open'});
	clock.advance(5);
	fake.socket().emit({type: 'ping'});
	await settle();
	return findings;
};

test('tells that an exchange is well', async () => {
	const findings = await finish(await check(binance));
	assert.deepEqual(
		findings.map(({check, result}) => [check, result]),
		[
			['DNS', 'ok'],
			['TLS', 'ok'],
			['REST', 'ok'],
			['clock', 'ok'],
			['WebSocket', 'ok'],
			['proof', 'ok'],
		],
	);
	assert.match(
		of(findings, 'DNS'),
		/stream\.binance\.com is 192\.0\.2\.1 and 1 more; api\.binance\.com is/,
	);
	assert.match(
		of(findings, 'TLS'),
		/stream\.binance\.com:9443 speaks TLSv1\.3, certified by An Authority/,
	);
	assert.match(of(findings, 'REST'), /api\.binance\.com answers in 40 ms/);
	assert.match(of(findings, 'clock'), /is 20 ms ahead of that of Binance, give or take 20 ms/);
	assert.match(of(findings, 'WebSocket'), /opens in 10 ms, the first message comes after 15 ms/);
});

/** The time of each exchange at its fifth second, as it tells it. */
const times: Readonly<Record<string, Answer>> = {
	binance: {body: '{"serverTime":5000}'},
	huobi: {body: '{"status":"ok","data":5000}'},
	gate: {body: '{"server_time":5000}'},
	okx: {body: '{"code":"0","data":[{"ts":"5000"}],"msg":""}'},
	bybit: {body: '{"retCode":0,"retMsg":"OK","result":{},"time":5000}'},
	kraken: {body: '{"error":[],"result":{"unixtime":5,"rfc1123":""}}'},
	upbit: {body: '[]', headers: {date: 'Thu, 01 Jan 1970 00:00:05 GMT'}},
	bitstamp: {body: '[]', headers: {date: 'Thu, 01 Jan 1970 00:00:05 GMT'}},
	coinbase: {body: '{"iso":"","epochSeconds":"5","epochMillis":"5000"}'},
};

for (const exchange of exchanges) {
	test(`checks ${exchange.title} by its own answers`, async () => {
		const findings = await finish(await check(exchange, {}, times[exchange.id]));
		assert.deepEqual(
			findings.filter(({result}) => result !== 'ok'),
			[],
		);
		// A time in whole seconds is known to half of one, and the way there and back took 40 ms.
		const isCoarse = ['kraken', 'upbit', 'bitstamp'].includes(exchange.id);
		const clock = of(findings, 'clock');
		assert.match(clock, isCoarse ? /480 ms behind .*take 520 ms/ : /20 ms ahead of .*take 20 ms/);
		const [{loss, audit}] = exchange.channels;
		const proof = of(findings, 'proof');
		assert.ok(proof.includes(describeLoss(loss)) && proof.includes(describeAudit(audit)), proof);
		assert.match(of(findings, 'WebSocket'), /opens in 10 ms, the first message comes after 15 ms/);
	});
}

test('subscribes as the program does, and calls silence a quiet market', async () => {
	const run = await check(huobi);
	run.fake.socket().emit({type: 'open'});
	assert.match(run.fake.socket().sent.join(), /"sub":"market\.steemusdt\./);
	run.clock.advance(3000);
	assert.match(
		of(await run.findings, 'WebSocket'),
		/^ok: .*nothing came within 3 s, as with a quiet market/,
	);
	assert.equal(run.fake.socket().isClosed, true);
});

test('subscribes to the market that is named for one exchange', async () => {
	const {ws, rest} = huobi.endpoints;
	const run = await check(huobi, {}, {}, {ws, rest}, parseMarket('HIVE/BTC'));
	run.fake.socket().emit({type: 'open'});
	assert.match(run.fake.socket().sent.join(), /"sub":"market\.hivebtc\./);
});

for (const [name, answer, expected] of [
	['451', {status: 451}, /^fail: .*HTTP status 451\. \[.*\(--proxy\).*--exchange/],
	['403', {status: 403}, /^fail: .*HTTP status 403/],
	['500', {status: 500}, /^fail: .*HTTP status 500\. \[the exchange has trouble of its own/],
	['429', {status: 429, headers: {'retry-after': '30'}}, /^warn: .*asks for a pause of 30 s/],
	[
		'429 for longer than a day',
		{status: 429, headers: {'retry-after': '9999999'}},
		/^warn: .*HTTP status 429; it asks for a pause of 115\.7 days; a day is waited\. \[wait/,
	],
	[
		'503 and a date',
		{status: 503, headers: {'retry-after': 'Thu, 01 Jan 1970 00:00:35 GMT'}},
		/^fail: .*HTTP status 503; it asks for a pause of 30 s\. \[/,
	],
	[
		'a login page',
		{body: '<html>Welcome to the hotel'},
		/^fail: api\.binance\.com: a login page or proxy answers in place of Binance \(HTTP 200\)\. \[log in/,
	],
	[
		'a way to a login page',
		{status: 302, headers: {location: 'http://login.hotel.test/welcome'}},
		/^fail: .*in place of Binance \(HTTP 302 to login\.hotel\.test\/welcome\)\. \[log in/,
	],
	['nothing', {body: ''}, /^fail: .*but not as Binance does: nothing/],
	[
		'a refusal',
		new TransportError('api.binance.com: connection refused', 'ECONNREFUSED'),
		/^fail: .*connection refused\. \[check the network connection; if a firewall/,
	],
	[
		'silence',
		new TransportError('api.binance.com: no answer within 10 s', 'ETIMEDOUT'),
		/^fail: .*no answer within 10 s\. \[try again/,
	],
] as const) {
	test(`tells of REST that answers with ${name}`, async () => {
		const findings = await finish(await check(binance, {}, answer));
		assert.match(of(findings, 'REST'), expected);
		assert.match(of(findings, 'clock'), /^warn: Not compared.*\[see REST\]$/);
	});
}

test('opens no socket where its host has just asked for a pause', async () => {
	const answer = {status: 503, headers: {'retry-after': '30'}};
	const {fake, findings} = await check(huobi, {}, answer);
	assert.match(
		of(await findings, 'WebSocket'),
		/^warn: api\.huobi\.pro was not asked: .*: HTTP 503; it asks for a pause of 30 s\. \[run the/,
	);
	assert.equal(fake.sockets.length, 0);
});

test('opens no socket through a proxy that has just asked for a pause', async () => {
	const said = {status: 429, headers: {'retry-after': '30'}, body: ''};
	const refused = new TransportError('the proxy p:1 asks for fewer requests', 'PROXY_429', said);
	const {fake, findings} = await check(binance, {}, refused);
	assert.match(
		of(await findings, 'REST'),
		/^fail: the proxy p:1 .*; it asks for a pause of 30 s\./,
	);
	assert.match(of(await findings, 'WebSocket'), /^warn: .*not asked: the proxy p:1 .* 30 s\./);
	assert.equal(fake.sockets.length, 0);
});

test('tells the pause that a handshake is answered with', async () => {
	const run = await check(huobi);
	const answer = {status: 429, headers: {'retry-after': '90'}, body: ''};
	run.fake.socket().emit({type: 'close', reason: 'host answered with 429', status: 429, answer});
	assert.match(
		of(await run.findings, 'WebSocket'),
		/^warn: .*429; it asks for a pause of 90 s\. \[/,
	);
});

for (const [name, time, expected] of [
	['slow', 15_020, /^warn: .*10\.0 s behind that of Binance.*\[let the system set its clock/],
	['fast', 20, /^warn: .*5\.0 s ahead of that of Binance/],
	['a little off', 5520, /^ok: .*500 ms behind/],
] as const) {
	test(`tells of a clock that is ${name}`, async () => {
		const answer = {body: `{"serverTime":${time}}`};
		assert.match(of(await finish(await check(binance, {}, answer)), 'clock'), expected);
	});
}

for (const [errorCode, expected] of [
	['ENOTFOUND', /check the network connection and the name server/],
	['ETIMEDOUT', /a firewall may be in the way/],
	['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/],
	['CERT_HAS_EXPIRED', /set the clock of this computer right/],
	['EPROTO', /speaks no TLS/],
	['EWHATEVER', /try again/],
] as const) {
	test(`knows a remedy for ${errorCode}`, async () => {
		const probes = {
			lookUp: () => Promise.resolve(['192.0.2.1']),
			shakeHands: () => Promise.reject(new TransportError('host: words', errorCode)),
		};
		const found = of(await finish(await check(binance, {probes})), 'TLS');
		assert.match(found, /^fail: host: words\./);
		assert.match(found, expected);
	});
}

test('gives up a lookup that never ends', async () => {
	const probes = {
		lookUp: () => new Promise<never>(() => undefined),
		shakeHands: () => Promise.resolve({protocol: 'TLSv1.3', issuer: 'x'}),
	};
	const run = await check(huobi, {probes});
	run.fake.socket().emit({type: 'open'});
	run.clock.advance(10_000);
	assert.match(of(await run.findings, 'DNS'), /^fail: api\.huobi\.pro: no answer within 10 s/);
});

test('says where an address comes from that nobody answers at', async () => {
	const addressFrom = () => 'environment STEEM_TUI_BINANCE_REST';
	const refused = new TransportError('127.0.0.1:1: connection refused', 'ECONNREFUSED');
	const endpoints = {ws: 'ws://127.0.0.1:1', rest: 'http://127.0.0.1:1'};
	const findings = await finish(await check(binance, {addressFrom}, refused, endpoints));
	assert.match(
		of(findings, 'REST'),
		/\[check the address, which comes from environment STEEM_TUI_BINANCE_REST\]$/,
	);
	assert.match(of(findings, 'DNS'), /^ok: 127\.0\.0\.1 is an address/);
	assert.match(of(findings, 'TLS'), /^ok: ws:\/\/127\.0\.0\.1:1 goes without TLS\.$/);
});

test('leaves names to the proxy, and tells to check it', async () => {
	const proxyFor = () => ({url: new URL('http://proxy:3128'), name: 'proxy:3128'});
	const refused = new TransportError('x (through the proxy proxy:3128)', 'ECONNREFUSED');
	const findings = await finish(await check(binance, {proxyFor}, refused));
	assert.match(of(findings, 'DNS'), /stream\.binance\.com is left to the proxy proxy:3128/);
	assert.match(of(findings, 'REST'), /\[check the proxy proxy:3128\]$/);
});

for (const [name, event, expected] of [
	[
		'refused',
		{type: 'close', reason: 'host: connection refused', errorCode: 'ECONNREFUSED'},
		/^fail: host: connection refused\. \[check the network/,
	],
	[
		'answered with 451',
		{type: 'close', reason: 'host answered with HTTP status 451', status: 451},
		/\[the exchange does not serve this place/,
	],
] as const) {
	test(`tells of a socket that is ${name}`, async () => {
		const run = await check(huobi);
		run.fake.socket().emit(event);
		assert.match(of(await run.findings, 'WebSocket'), expected);
	});
}

/** All hosts of Binance: requests answered by their address, the sockets ended in their order. */
const checkHosts = async (
	answer: (host: string) => Answer | Error,
	events: readonly SocketEvent[],
) => {
	const run = await check(binance, {}, url => answer(new URL(url).host), binance.endpoints);
	run.fake.sockets.forEach((socket, index) => {
		const event = events[index] ?? {type: 'ping'};
		if (event.type === 'ping') socket.emit({type: 'open'});
		socket.emit(event);
	});
	await settle();
	return run.findings;
};

const well = {body: '{"serverTime":5020}'};

test('checks each host of an exchange in its order', async () => {
	const findings = await checkHosts(() => well, []);
	assert.ok(findings.every(({result}) => result === 'ok'));
	assert.match(
		of(findings, 'REST'),
		/^ok: api\.binance\.com answers in 40 ms; api-gcp\.binance\.com answers in 40 ms; data-api\.binance\.vision answers in 40 ms\.$/,
	);
	assert.match(
		of(findings, 'WebSocket'),
		/stream\.binance\.com:9443 opens .*; stream\.binance\.com opens .*; data-stream\.binance\.vision opens/,
	);
	assert.match(
		of(findings, 'DNS'),
		/^ok: stream\..*; data-stream\..*; api\..*; data-api\..* and 1 more\.$/,
	);
});

test('warns where another host stands in for the first', async () => {
	const blocked = {
		type: 'close',
		reason: 'stream.binance.com:9443 answered with 451',
		status: 451,
	} as const;
	const findings = await checkHosts(
		host => (host.endsWith('.vision') ? well : {status: 451}),
		[blocked, blocked],
	);
	assert.match(
		of(findings, 'REST'),
		/^warn: api\.binance\.com answers with HTTP status 451; .*; data-api\.binance\.vision answers in 40 ms\. \[none is needed: data-api\.binance\.vision is used instead\]$/,
	);
	assert.match(
		of(findings, 'WebSocket'),
		/^warn: .*\[none is needed: data-stream\.binance\.vision is/,
	);
	assert.match(of(findings, 'clock'), /^ok/);
});

test('is content where only a host has trouble that is not in use', async () => {
	const refused = new TransportError('data-api.binance.vision: connection refused', 'ECONNREFUSED');
	const findings = await checkHosts(host => (host.endsWith('.vision') ? refused : well), []);
	assert.match(of(findings, 'REST'), /^ok: .*; data-api\.binance\.vision: connection refused\.$/);
});

test('fails where no host serves, and tells of each', async () => {
	const findings = await checkHosts(host => ({status: host.startsWith('api.') ? 451 : 500}), []);
	assert.match(
		of(findings, 'REST'),
		/^fail: api\.binance\.com .* 451; api-gcp.* 500; data-api.* 500\. \[the exchange does not serve this place/,
	);
});
