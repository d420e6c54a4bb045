import {formatWanted} from '../market-name.js';
import {parseListen, type Listen} from '../options/listen.js';
import {parseMarketChoice, type MarketChoice} from '../options/market-choice.js';
import {hasNatsLogin, maskNatsUrl, parseNatsUrl, type NatsSettings} from '../options/nats-way.js';
import {parsePath, readVariable, UsageError} from '../options/options.js';
import {parseKeep, type Keeping} from '../options/rotation.js';
import {readFlag, readText, readTexts, readWhole, type Setting} from './setting.js';

const url: Setting<string | null> = {
	path: 'nats.url',
	help: 'the NATS servers of relays; where it is set, the books come from there unless a flag says otherwise',
	allowed: 'an address such as "nats://host:4222" or "tls://host", several with commas between',
	fallback: null,
	flag: '--nats',
	variables: ['STEEM_TUI_NATS'],
	fromVariable: (text, name) => readVariable(name, text, parseNatsUrl),
	read: value => parseNatsUrl(readText(value)),
	toJson: value => value && maskNatsUrl(value),
	hasSecret: value => value !== null && hasNatsLogin(value),
};

const readName = (text: string): string => {
	if (text === '') throw new UsageError('the name is empty');
	return text;
};

const user: Setting<string | null> = {
	path: 'nats.user',
	help: 'the name to log in to NATS with; the password is in STEEM_TUI_NATS_PASSWORD',
	allowed: 'a name',
	fallback: null,
	variables: ['STEEM_TUI_NATS_USER'],
	fromVariable: text => text,
	read: value => readName(readText(value)),
	toJson: value => value,
};

/** What stands in a variable alone: a file is read by more people than is thought. */
const secretOf = (name: string, help: string): Setting<string | null> => ({
	path: `nats.${name}`,
	help,
	allowed: `nothing: it is set by STEEM_TUI_NATS_${name.toUpperCase()}`,
	fallback: null,
	variables: [`STEEM_TUI_NATS_${name.toUpperCase()}`],
	fromVariable: text => text,
	read() {
		throw new TypeError('not in a file');
	},
	toJson: value => value && '***',
});

const fileOf = (name: string, variable: string, help: string): Setting<string | null> => ({
	path: `nats.${name}`,
	help,
	allowed: 'the path of a file',
	fallback: null,
	variables: [`STEEM_TUI_NATS_${variable}`],
	fromVariable: text => parsePath(text),
	read: value => parsePath(readText(value)),
	toJson: value => value,
});

const files = {
	nkeyFile: fileOf(
		'nkeyFile',
		'NKEY_FILE',
		'a file with the seed of an nkey to log in to NATS with',
	),
	credsFile: fileOf('credsFile', 'CREDS_FILE', 'a file of credentials to log in to NATS with'),
	caFile: fileOf('caFile', 'CA_FILE', "the certificates that vouch for the NATS server's"),
	certFile: fileOf('certFile', 'CERT_FILE', 'our own certificate for NATS'),
	keyFile: fileOf('keyFile', 'KEY_FILE', 'the key of that certificate'),
};

/** Not among all settings: no file may hold them. */
const secrets = {
	password: secretOf('password', 'the password to log in to NATS with'),
	token: secretOf('token', 'the token to log in to NATS with'),
};

const longestName = 64;

/** Reads how a relay is called. */
export const parseRelayName = (text: string): string => {
	if (!/^[\p{L}\p{N}._-]+$/u.test(text) || text.length > longestName)
		throw new UsageError(
			`${JSON.stringify(text)} is no name of a relay: write letters, digits, points, - and _, ${longestName} at the most`,
		);
	return text;
};

const name: Setting<string | null> = {
	path: 'relay.name',
	help: "how a relay is called, unlike all others; the computer's name if it is not set",
	allowed: 'letters, digits, points, - and _',
	fallback: null,
	flag: '--name',
	read: value => parseRelayName(readText(value)),
	toJson: value => value,
};

const markets: Setting<readonly MarketChoice[]> = {
	path: 'relay.markets',
	help: 'the markets that a relay follows if none is named',
	allowed: 'a list of markets, and patterns such as "STEEM/*"',
	fallback: [],
	flag: '[markets]',
	read: value => readTexts(value).map(parseMarketChoice),
	toJson: value => value.map(one => (one.type === 'pattern' ? one.text : formatWanted(one))),
};

const standby: Setting<number> = {
	path: 'relay.standby',
	help: 'how many relays follow a book besides its owner, ready to take over',
	allowed: '0 or 1',
	fallback: 1,
	flag: '--standby',
	read: readWhole(0, 1),
	toJson: value => value,
};

const wire: Setting<boolean> = {
	path: 'relay.wire',
	help: 'whether a relay also keeps what the exchanges sent, to be recorded and checked',
	allowed: 'true or false',
	fallback: true,
	flag: '--no-wire',
	read: readFlag,
	toJson: value => value,
};

const keepOf = (path: string, text: string, flag: string, help: string): Setting<Keeping> => ({
	...{path, help, flag},
	allowed: 'an age such as "24h" or "30d", or a size such as "10GB"',
	fallback: {text, keep: parseKeep(text)},
	read(value) {
		const own = readText(value);
		return {text: own, keep: parseKeep(own)};
	},
	toJson: value => value.text,
});

const http: Setting<Listen | null> = {
	path: 'relay.http',
	help: 'where a relay serves /health and /metrics',
	allowed: 'an address such as "9100" or "127.0.0.1:9100"',
	fallback: null,
	flag: '--http',
	read: value => parseListen(readText(value)),
	toJson: value =>
		value && `${value.host.includes(':') ? `[${value.host}]` : value.host}:${value.port}`,
};

export const relaySettings = {
	...{name, markets, standby, wire},
	keep: keepOf('relay.keep', '24h', '--keep', 'how long the changes of books are kept'),
	keepWire: keepOf('relay.keepWire', '30d', '--keep-wire', 'how long what exchanges sent is kept'),
	http,
} as const;

/** What may stand in the file, in the order in which it is listed. */
export const natsSettings = {url, user, ...files} as const;

type Resolve = <T>(setting: Setting<T>, given?: T) => T;

/** All that leads to NATS; secrets are noted only where they are set. */
export const resolveNats = (
	resolve: Resolve,
	environment: Readonly<Record<string, string | undefined>>,
	given: string | undefined,
): NatsSettings => {
	const secret = (setting: Setting<string | null>) =>
		environment[setting.variables?.[0] ?? ''] ? resolve(setting) : null;
	return {
		url: resolve(url, given),
		user: resolve(user),
		password: secret(secrets.password),
		token: secret(secrets.token),
		nkeyFile: resolve(files.nkeyFile),
		credsFile: resolve(files.credsFile),
		caFile: resolve(files.caFile),
		certFile: resolve(files.certFile),
		keyFile: resolve(files.keyFile),
	};
};

/** How a relay runs; what flags say, undefined where they say nothing. */
export type RelayFlags = {
	readonly name?: string | undefined;
	readonly markets?: readonly MarketChoice[] | undefined;
	readonly standby?: number | undefined;
	readonly wire?: boolean | undefined;
	readonly keep?: Keeping | undefined;
	readonly keepWire?: Keeping | undefined;
	readonly http?: Listen | undefined;
};

export const resolveRelay = (resolve: Resolve, given: RelayFlags) => ({
	/** Null for the computer's. */
	name: resolve(relaySettings.name, given.name),
	markets: resolve(relaySettings.markets, given.markets),
	standby: resolve(relaySettings.standby, given.standby),
	wire: resolve(relaySettings.wire, given.wire),
	keep: resolve(relaySettings.keep, given.keep).keep,
	keepWire: resolve(relaySettings.keepWire, given.keepWire).keep,
	http: resolve(relaySettings.http, given.http),
});

export type RelayConfig = ReturnType<typeof resolveRelay>;
