import {homedir} from 'node:os';
import {join, sep} from 'node:path';
import {distance} from 'fastest-levenshtein';
import type {Endpoints, Exchange} from '../exchanges/exchange.js';
import {parseWantedMarket, type WantedMarket} from '../market-name.js';
import {maskPassword} from '../safe-text.js';

/** A mistake in how the program was called. Shown as it is; the exit code is 2. */
export class UsageError extends Error {
	constructor(
		message: string,
		/** As `docs/errors.md` lists them. */
		readonly kind: 'wrong-usage' | 'unknown-command' = 'wrong-usage',
	) {
		super(message);
		this.name = 'UsageError';
	}
}

const unitMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};

/** Milliseconds of `500ms`, `10s`, `5m` or `1.5h`; a number alone is seconds, as in `sleep 5`. NaN for anything else. */
export const toMilliseconds = (text: string): number => {
	const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
	return Number(amount) * (unitMs[unit] ?? Number.NaN);
};

/** Reads a duration into milliseconds. */
export const parseDuration = (text: string): number => {
	const ms = toMilliseconds(text);
	// Timers hold 31 bits of milliseconds: 24 days.
	if (!(ms > 0 && ms < 2 ** 31))
		throw new UsageError(`"${text}" is not a duration: write 10s, 5m or 1h`);
	return ms;
};

/** Reads a whole number from `least` up. */
export const parseCount =
	(what: string, least: number) =>
	(text: string): number => {
		const count = Number(text);
		if (!/^\d+$/.test(text) || !Number.isSafeInteger(count) || count < least)
			throw new UsageError(`"${text}" is not ${what}: write a whole number from ${least} up`);
		return count;
	};

/**
 * Reads a path as a shell would: `~` and what is below it are in the home folder, also where no shell has seen it, as
 * in `--log=~/x` or in the config file.
 */
export const parsePath = (text: string, home = homedir()): string => {
	if (text === '') throw new UsageError('the path is empty');
	if (text.includes('\0')) throw new UsageError(`${JSON.stringify(text)} is no path`);
	if (text === '~' || text.startsWith('~/') || text.startsWith(`~${sep}`))
		return join(home, text.slice(1));
	// Of another user; a shell knows where that is.
	if (/^~[a-z_][\w-]*(?:\/|$)/.test(text))
		throw new UsageError(
			`"${text}": ~ stands for your own home folder alone: write the whole path, or ./${text} for a file of that name`,
		);
	return text;
};

/** Checks the path of a file that is read, in parts, from its beginning, and again. */
export const parseSource = (text: string): string => {
	if (text === '-')
		throw new UsageError('a recording is read from a file, not from stdin: write it to one first');
	return parsePath(text);
};

/** ` (did you mean dark?)`, or nothing where no choice is near. */
export const suggest = (text: string, choices: readonly string[]): string => {
	const near = choices
		.map(choice => ({choice, apart: distance(text.toLowerCase(), choice.toLowerCase())}))
		.filter(({choice, apart}) => apart < choice.length && apart <= Math.max(2, choice.length / 3))
		.sort((a, b) => a.apart - b.apart);
	return near[0] ? ` (did you mean ${near[0].choice}?)` : '';
};

export const parseMarket = (text: string): WantedMarket => {
	const wanted = parseWantedMarket(text);
	if (!wanted) throw new UsageError(`${JSON.stringify(text)} is not a market: write STEEM/USDT`);
	return wanted;
};

/** An exchange, with a market of its own where one was named for it. */
export type ChosenExchange = Exchange & {readonly wanted?: WantedMarket};

/** The id of the exchange that somebody calls so; null where none is called so. */
export const idNamed = (registry: readonly Exchange[], name: string): string | null => {
	const word = name.trim().toLowerCase();
	const isCalled = ({id, otherNames = []}: Exchange) => id === word || otherNames.includes(word);
	return registry.find(isCalled)?.id ?? null;
};

/** Picks exchanges by a list of ids or other names, in the registry's order; `coinbase:BTC/USD` names a market for that one alone. */
export const parseExchanges =
	(registry: readonly Exchange[]) =>
	(text: string): readonly ChosenExchange[] => {
		const chosen = new Map<string, WantedMarket | null>();
		const known = registry.map(({id}) => id);
		const wrong = (id: string) =>
			new UsageError(
				`${JSON.stringify(id)} is not an exchange${suggest(id, known)}: choose from ${known.join(', ')}`,
			);
		for (const item of text.split(',').filter(item => item.trim() !== '')) {
			const [, name = '', market] = /^\s*([^:]*)(?::(.*))?$/s.exec(item.trimEnd()) ?? [];
			const id = idNamed(registry, name);
			if (id === null) throw wrong(name.toLowerCase());
			chosen.set(id, market === undefined ? (chosen.get(id) ?? null) : parseMarket(market));
		}
		if (chosen.size === 0) throw wrong(text);
		return registry.flatMap((exchange): readonly ChosenExchange[] => {
			const wanted = chosen.get(exchange.id);
			if (wanted === undefined) return [];
			return [wanted === null ? exchange : {...exchange, wanted}];
		});
	};

/** Reads what a variable of the environment holds; what is wrong with it is told with the variable's name. */
export const readVariable = <T>(name: string, text: string, parse: (text: string) => T): T => {
	try {
		return parse(text);
	} catch (error) {
		if (error instanceof UsageError) throw new UsageError(`${name}: ${error.message}`);
		throw error;
	}
};

/** Without a scheme people mean http, as curl does. Of SOCKS, all but `socks4` take names. */
const proxySchemes = ['http:', 'https:', 'socks:', 'socks4:', 'socks4a:', 'socks5:', 'socks5h:'];

const isDecodable = (text: string): boolean => {
	try {
		decodeURIComponent(text);
		return true;
	} catch {
		return false;
	}
};

/** An address that is refused, for people: without its password, and without what is behind a `?`, a key perhaps. */
export const maskRefused = (text: string): string => {
	const masked = maskPassword(text);
	return masked.includes('://') ? masked.replace(/\?.+$/s, '?***') : masked;
};

/** Checks a proxy's address: `http://host:port` or `socks5://user:password@host:port`. */
export const parseProxy = (text: string): string => {
	const address = text.includes('://') ? text : `http://${text}`;
	const url = URL.canParse(address) ? new URL(address) : null;
	const isProxy =
		url &&
		proxySchemes.includes(url.protocol) &&
		url.hostname !== '' &&
		url.search === '' &&
		url.hash === '' &&
		isDecodable(`${url.username}${url.password}`);
	if (!isProxy)
		throw new UsageError(
			`${JSON.stringify(maskRefused(text))} is not a proxy: write http://host:port or socks5://host:port`,
		);
	return address;
};

/** What an endpoint's address may begin with. */
export const endpointProtocols: Readonly<Record<keyof Endpoints, readonly string[]>> = {
	ws: ['ws:', 'wss:'],
	rest: ['http:', 'https:'],
};

/**
 * An address as everybody reads it. What parses addresses for the web takes more: `http:name:password@host` with one
 * slash, none or backslashes, where nothing that hides passwords would find one.
 */
const isPlain = (address: string): boolean =>
	/^[a-z]+:\/\/[^\s\\/?#]+(\/[^\s\\]*)?$/i.test(address);

/** Checks an endpoint's address, named by the variable or key it comes from; without a slash at its end. */
export const parseEndpoint = (variable: string, text: string, kind: keyof Endpoints): string => {
	const protocols = endpointProtocols[kind];
	const address = text.trim();
	const url = isPlain(address) && URL.canParse(address) ? new URL(address) : null;
	const isEndpoint =
		url &&
		protocols.includes(url.protocol) &&
		url.search === '' &&
		url.hash === '' &&
		isDecodable(`${url.username}${url.password}`);
	if (!isEndpoint)
		throw new UsageError(
			`${variable} is ${JSON.stringify(maskRefused(text))}: write an address that begins with ${protocols.join('// or ')}// and has no ? or #`,
		);
	return address.replace(/\/+$/, '');
};

/** Reads one of some words. */
export const parseChoice =
	<T extends string>(what: string, choices: readonly T[]) =>
	(text: string): T => {
		const choice = choices.find(candidate => candidate === text.toLowerCase());
		if (choice !== undefined) return choice;
		const hint = suggest(text, choices);
		throw new UsageError(
			`${JSON.stringify(text)} is not ${what}${hint}: choose from ${choices.join(', ')}`,
		);
	};
