import type {NatsAddress, NatsLogin} from '../transport/nats-address.js';
import {maskRefused, UsageError} from './options.js';

/** What environment and config file say of the way in; null for nothing. */
export type NatsSettings = {
	/** As `parseNatsUrl` let it through. */
	readonly url: string | null;
	readonly user: string | null;
	readonly password: string | null;
	readonly token: string | null;
	readonly nkeyFile: string | null;
	readonly credsFile: string | null;
	readonly caFile: string | null;
	readonly certFile: string | null;
	readonly keyFile: string | null;
};

const usualPort = '4222';

const refuse = (text: string): never => {
	throw new UsageError(
		`${JSON.stringify(maskRefused(text))} is not a NATS server: write nats://HOST:4222 or tls://HOST:4222; several with commas between`,
	);
};

type Server = {
	readonly scheme: string;
	readonly hostPort: string;
	readonly user: string;
	/** Null where there is none: then the name is a token. */
	readonly password: string | null;
};

/** The login is ours to read: the client would take it for a part of the host. */
const parseServer = (text: string, all: string): Server => {
	const address = text.includes('://') ? text : `nats://${text}`;
	const [, scheme = '', login, hostPort = ''] =
		/^(nats|tls):\/\/(?:([^\s/?#]*)@)?((?:\[[\da-f:.]+\]|[^\s/?#@:[\]]+)(?::\d{1,5})?)\/?$/i.exec(
			address,
		) ?? [];
	if (hostPort === '' || !URL.canParse(`http://${hostPort}`)) return refuse(all);
	const hasPort = /:\d+$/.test(hostPort.replace(/^\[.*\]/, ''));
	const at = login?.indexOf(':') ?? -1;
	const [user = '', password] =
		login === undefined ? [] : at < 0 ? [login] : [login.slice(0, at), login.slice(at + 1)];
	const decode = (part: string) => {
		try {
			return decodeURIComponent(part);
		} catch {
			return refuse(all);
		}
	};
	return {
		scheme: scheme.toLowerCase(),
		hostPort: hasPort ? hostPort : `${hostPort}:${usualPort}`,
		user: decode(user),
		password: password === undefined ? null : decode(password),
	};
};

const parseServers = (text: string): readonly Server[] => {
	const items = text.split(',').filter(item => item.trim() !== '');
	if (items.length === 0) refuse(text);
	return items.map(item => parseServer(item.trim(), text));
};

/** Checks the addresses of NATS servers: `nats://host:4222`, several with commas between. */
export const parseNatsUrl = (text: string): string => {
	parseServers(text);
	return text.trim();
};

/** For people: the servers without what proves who we are. */
export const showNatsUrl = (url: string): string =>
	parseServers(url)
		.map(({scheme, hostPort}) => `${scheme}://${hostPort}`)
		.join(',');

/** As `showNatsUrl`, but tells where a login stood. */
export const maskNatsUrl = (url: string): string =>
	parseServers(url)
		.map(({scheme, hostPort, user}) => `${scheme}://${user === '' ? '' : '***@'}${hostPort}`)
		.join(',');

/** Whether a password or a token is in it. */
export const hasNatsLogin = (url: string): boolean =>
	parseServers(url).some(({user}) => user !== '');

/** The login that stands in the URL, for all servers in it; undefined where none does. */
const loginOf = (servers: readonly Server[]): Server | undefined => {
	const [first, ...others] = servers.filter(({user}) => user !== '');
	// What is meant for one is not told to another.
	if (others.some(({user, password}) => user !== first?.user || password !== first.password))
		throw new UsageError('the servers of NATS have logins that differ: leave one, it is for all');
	return first;
};

/** The ways to log in that were named, with the names by which they were. */
const waysIn = (settings: NatsSettings, servers: readonly Server[]) => {
	const {user, password, token, nkeyFile, credsFile} = settings;
	const own = loginOf(servers);
	const ways: (readonly [string, NatsLogin])[] = [];
	if (own)
		ways.push([
			'the URL',
			own.password === null
				? {type: 'token', token: own.user}
				: {type: 'password', user: own.user, password: own.password},
		]);
	if (user !== null || password !== null)
		ways.push([
			'STEEM_TUI_NATS_USER',
			{type: 'password', user: user ?? '', password: password ?? ''},
		]);
	if (token !== null) ways.push(['STEEM_TUI_NATS_TOKEN', {type: 'token', token}]);
	if (nkeyFile !== null) ways.push(['STEEM_TUI_NATS_NKEY_FILE', {type: 'nkey', path: nkeyFile}]);
	if (credsFile !== null)
		ways.push(['STEEM_TUI_NATS_CREDS_FILE', {type: 'creds', path: credsFile}]);
	return ways;
};

/** Puts a URL and settings together; throws a `UsageError` where they name more than one way to log in. */
export const toNatsAddress = (settings: NatsSettings & {readonly url: string}): NatsAddress => {
	const {url, caFile, certFile, keyFile} = settings;
	const servers = parseServers(url);
	const ways = waysIn(settings, servers);
	if (ways.length > 1)
		throw new UsageError(
			`there is more than one way to log in to NATS, ${ways.map(([name]) => name).join(' and ')}: leave one`,
		);
	if ((certFile === null) !== (keyFile === null))
		throw new UsageError(
			'a certificate for NATS needs its key: set both STEEM_TUI_NATS_CERT_FILE and STEEM_TUI_NATS_KEY_FILE',
		);
	const hasTls =
		servers.some(({scheme}) => scheme === 'tls') || caFile !== null || certFile !== null;
	return {
		servers: servers.map(({hostPort}) => hostPort),
		shown: showNatsUrl(url),
		login: ways[0]?.[1] ?? null,
		tls: hasTls ? {caFile, certFile, keyFile} : null,
	};
};
