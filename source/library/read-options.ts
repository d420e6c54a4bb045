import {defaultExchanges, defaultMarket, exchanges as registry} from '../exchanges/index.js';
import type {Addresses, Endpoints} from '../exchanges/exchange.js';
import {withoutRepeats, type WantedMarket} from '../market-name.js';
import {parseNatsUrl, toNatsAddress} from '../options/nats-way.js';
import {
	idNamed,
	parseEndpoint,
	parseMarket,
	parseProxy,
	type ChosenExchange,
} from '../options/options.js';
import {checkFaults, parseFault, type PlannedFault} from '../options/planned-fault.js';
import {maxSpeed, minSpeed, type ReplaySpeed} from '../options/replay-options.js';
import type {NatsAddress} from '../transport/nats-address.js';
import type {CaptureSource, DemoSource, Endpoint, FeedOptions, NatsSource} from './feed-types.js';
import {
	asOption,
	checkFunction,
	checkNames,
	checkNumber,
	checkShare,
	checkSignal,
	fail,
	readAnyTexts,
	readExchanges,
	readText,
	readTexts,
	show,
	toObject,
} from './option-checks.js';

/** Where the books come from: exchanges, real or simulated. */
export type ExchangePlan = {
	readonly type: 'exchanges';
	readonly markets: readonly WantedMarket[];
	readonly exchanges: readonly ChosenExchange[];
	readonly isDemo: boolean;
	readonly seed: number;
	readonly faults: readonly PlannedFault[];
	readonly endpoints: ReadonlyMap<string, Endpoints>;
	readonly proxy: string | null;
	readonly restShare: number;
};

/** Where the books come from: a capture. */
export type CapturePlan = {
	readonly type: 'capture';
	readonly files: readonly string[];
	/** Null for the capture's own. */
	readonly market: WantedMarket | null;
	readonly exchanges: readonly ChosenExchange[];
	/** Milliseconds from its start. */
	readonly from: number;
	readonly speed: ReplaySpeed;
	readonly onDefect: (text: string) => void;
};

/** Where the books come from: relays over NATS. */
export type RelaysPlan = {
	readonly type: 'relays';
	readonly markets: readonly WantedMarket[];
	readonly exchanges: readonly ChosenExchange[];
	readonly address: NatsAddress;
};

export type Plan = ExchangePlan | CapturePlan | RelaysPlan;

const readMarkets = (markets: FeedOptions['markets']): readonly WantedMarket[] =>
	withoutRepeats(readTexts('markets', markets).map(parseMarket));

const readAddresses = (
	id: string,
	kind: keyof Endpoints,
	given: Endpoint[keyof Endpoints],
	usual: Addresses,
): Addresses => {
	if (given === undefined) return usual;
	const name = `endpoints.${id}.${kind}`;
	const [first = '', ...others] = readTexts(name, given);
	return [first, ...others].map(text => parseEndpoint(name, text, kind)) as [string, ...string[]];
};

/** The one exchange that a name of `endpoints` is of. */
const readEndpointName = (name: string) => {
	const id = idNamed(registry, name);
	const known = registry.map(exchange => exchange.id);
	return (
		registry.find(exchange => exchange.id === id) ??
		fail(`endpoints names "${name}", no exchange: choose from ${known.join(', ')}`)
	);
};

const readEndpoints = (endpoints: NonNullable<FeedOptions['endpoints']>) => {
	const read = new Map<string, Endpoints>();
	for (const [name, endpoint] of Object.entries(
		toObject('endpoints', endpoints) as typeof endpoints,
	)) {
		const {id, endpoints: usual} = readEndpointName(name);
		if (read.has(id)) fail(`endpoints names ${id} twice`);
		checkNames(`endpoints.${name}`, endpoint, ['ws', 'rest']);
		read.set(id, {
			ws: readAddresses(id, 'ws', endpoint.ws, usual.ws),
			rest: readAddresses(id, 'rest', endpoint.rest, usual.rest),
		});
	}
	return read;
};

type Source = {readonly type: 'live'} | DemoSource | CaptureSource | NatsSource;

const loginOptions = [
	...(['user', 'password', 'token', 'nkeyFile', 'credsFile'] as const),
	...(['caFile', 'certFile', 'keyFile'] as const),
];

const sourceOptions: Readonly<Record<Source['type'], readonly string[]>> = {
	live: ['type'],
	demo: ['type', 'seed', 'faults'],
	capture: ['type', 'files', 'from', 'speed', 'onDefect'],
	nats: ['type', 'url', ...loginOptions],
};

const readSource = (source: FeedOptions['source'] = 'live'): Source => {
	if (typeof source === 'string')
		return source === 'live' || source === 'demo'
			? {type: source}
			: fail(`source is "${show(source)}": choose from live, demo, or an object with a type`);
	const {type} = (source ?? {}) as Partial<Source>;
	const known = Object.entries(sourceOptions).find(([one]) => one === type)?.[1];
	if (!known) return fail(`source.type is "${show(type)}": choose from demo, capture, nats`);
	checkNames('source', source, known);
	return source;
};

const planCapture = (source: CaptureSource, options: FeedOptions): CapturePlan => {
	const {from = 0, speed = 'max', onDefect = () => undefined} = source;
	const markets = options.markets === undefined ? [] : readMarkets(options.markets);
	checkFunction('source.onDefect', onDefect);
	if (markets.length > 1) fail('markets names several: a capture is followed for one at a time');
	return {
		type: 'capture',
		files: readTexts('source.files', source.files),
		market: markets[0] ?? null,
		exchanges: options.exchanges === undefined ? registry : readExchanges(options.exchanges),
		from: checkNumber('source.from', from, {least: 0}),
		speed:
			speed === 'max'
				? speed
				: checkNumber('source.speed', speed, {least: minSpeed, most: maxSpeed}),
		onDefect,
	};
};

/** The markets, and the exchanges that they are followed on. */
const readBooks = ({markets = defaultMarket, exchanges: named}: FeedOptions) => {
	const exchanges = named === undefined ? defaultExchanges : readExchanges(named);
	const wanted = readMarkets(markets);
	if (wanted.length > 1 && exchanges.some(exchange => 'wanted' in exchange))
		fail('exchanges names a market for one of them: that goes with one market alone');
	return {markets: wanted, exchanges};
};

const planRelays = (source: NatsSource, options: FeedOptions): RelaysPlan => {
	const login = Object.fromEntries(
		loginOptions.map(name => {
			const given: unknown = source[name];
			if (given !== undefined && typeof given !== 'string') fail(`source.${name} is no text`);
			return [name, given ?? null];
		}),
	) as Record<(typeof loginOptions)[number], string | null>;
	const url = parseNatsUrl(readTexts('source.url', source.url).join(','));
	return {type: 'relays', ...readBooks(options), address: toNatsAddress({...login, url})};
};

const planExchanges = (
	source: Exclude<Source, CaptureSource | NatsSource>,
	options: FeedOptions,
): ExchangePlan => {
	const {restShare = 0.5, endpoints = {}, proxy} = options;
	const {seed = 1, faults = []} = source.type === 'demo' ? source : {};
	const {markets, exchanges} = readBooks(options);
	const planned = readAnyTexts('source.faults', faults).map(parseFault);
	checkFaults(
		planned,
		exchanges.map(({id}) => id),
	);
	return {
		type: 'exchanges',
		markets,
		exchanges,
		isDemo: source.type === 'demo',
		seed: checkNumber('source.seed', seed, {least: 0, isWhole: true}),
		faults: planned,
		endpoints: readEndpoints(endpoints),
		proxy: proxy === undefined ? null : parseProxy(readText('proxy', proxy)),
		restShare: checkShare('restShare', restShare),
	};
};

const toPlan = (source: Source, options: FeedOptions): Plan => {
	switch (source.type) {
		case 'capture':
			return planCapture(source, options);
		case 'nats':
			return planRelays(source, options);
		case 'live':
		case 'demo':
			return planExchanges(source, options);
	}
};

const optionNames = [
	'markets',
	'exchanges',
	'source',
	'levels',
	'endpoints',
	'proxy',
	'restShare',
	'signal',
];
const ofLive = ['endpoints', 'proxy'] as const;

/** What is to be followed, and how. Throws `FeedError`. */
export const readOptions = (options: FeedOptions) =>
	asOption(() => {
		checkNames('openFeed', options, optionNames);
		checkSignal(options.signal);
		const {levels = 20} = options;
		const source = readSource(options.source);
		const idle = ofLive.find(name => source.type !== 'live' && options[name] !== undefined);
		if (idle) fail(`${idle} is for live exchanges: a ${source.type} has none`);
		if ((source.type === 'capture' || source.type === 'nats') && options.restShare !== undefined)
			fail(`restShare is for exchanges: a ${source.type} has none`);
		return {
			levels:
				levels === Infinity ? levels : checkNumber('levels', levels, {least: 1, isWhole: true}),
			plan: toPlan(source, options),
		};
	});
