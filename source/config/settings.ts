import {formatDecimal, type Decimal} from '../book/fixed-point.js';
import {exchanges} from '../exchanges/index.js';
import type {Endpoints, Exchange} from '../exchanges/exchange.js';
import {describeOtherFees} from '../exchanges/taker-fee.js';
import {endpointProtocols, parseEndpoint, parsePath, parseProxy} from '../options/options.js';
import {alertSettings} from './alert-settings.js';
import {marketSettings} from './market-settings.js';
import {maskLogin} from '../options/login.js';
import {maskPassword} from '../safe-text.js';
import {allowedKeys, parseKeyName, whyNoKey} from '../screen/key-names.js';
import {bindings, type Binding} from '../screen/keys.js';
import {colorSettings, screenSettings} from './screen-settings.js';
import {natsSettings, relaySettings} from './relay-settings.js';
import {asciiVariable} from './surroundings.js';
import {themeChoices, type ThemeChoice} from '../screen/theme-names.js';
import {
	readChoice,
	readDecimal,
	readFlag,
	readText,
	readTexts,
	readWhole,
	type JsonShown,
	type Setting,
} from './setting.js';

const asIs = <T extends JsonShown>(value: T) => value;

const levels: Setting<number> = {
	path: 'levels',
	help: 'levels on each side; if it is not set, the screen shows as many as fit',
	allowed: 'a whole number from 1 to 100000',
	fallback: 20,
	flag: '--levels',
	read: readWhole(1, 100_000),
	toJson: asIs,
};

const theme: Setting<ThemeChoice> = {
	path: 'theme',
	help: "the colours of the screen; auto follows the terminal's background",
	allowed: `one of ${themeChoices.map(name => JSON.stringify(name)).join(', ')}`,
	fallback: 'auto',
	flag: '--theme',
	choices: themeChoices,
	read: readChoice(themeChoices),
	toJson: asIs,
};

const ascii: Setting<boolean> = {
	path: 'ascii',
	help: 'draw with ASCII characters only',
	allowed: 'true or false',
	fallback: false,
	flag: '--[no-]ascii',
	guess(environment) {
		const name = asciiVariable(environment);
		return name === null ? null : {name, value: true};
	},
	read: readFlag,
	toJson: asIs,
};

const color: Setting<boolean> = {
	path: 'color',
	help: 'whether there are colours',
	allowed: 'true or false',
	fallback: true,
	flag: '--no-color',
	variables: ['NO_COLOR'],
	fromVariable: () => false,
	read: readFlag,
	toJson: asIs,
};

const mouse: Setting<boolean> = {
	path: 'mouse',
	help: 'whether the screen uses the mouse; false leaves it for selecting text',
	allowed: 'true or false',
	fallback: true,
	read: readFlag,
	toJson: asIs,
};

const screenReader: Setting<boolean> = {
	path: 'screenReader',
	help: 'plain sentences in place of the full screen',
	allowed: 'true or false',
	fallback: false,
	flag: '--screen-reader',
	variables: ['INK_SCREEN_READER'],
	fromVariable: text => text === 'true',
	read: readFlag,
	toJson: asIs,
};

const proxy: Setting<string | null> = {
	path: 'proxy',
	help: 'connect through this proxy; NO_PROXY names exceptions',
	allowed: 'an address such as "http://host:port" or "socks5://host:port"',
	fallback: null,
	flag: '--proxy',
	variables: ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
	fromVariable: text => text,
	read: value => parseProxy(readText(value)),
	toJson: value => value && maskPassword(value),
	hasSecret: value => value !== null && maskPassword(value) !== value,
};

const recordingFolder: Setting<string> = {
	path: 'recordingFolder',
	help: 'where recordings are put',
	allowed:
		'the path of a folder, ~ being your own; one that is not absolute begins at the current folder',
	fallback: '.',
	flag: '--record',
	read: value => parsePath(readText(value)),
	toJson: asIs,
};

const castVersion: Setting<2 | 3> = {
	path: 'castVersion',
	help: 'asciicast version of screen recordings',
	allowed: '2 or 3',
	fallback: 2,
	flag: '--cast-version',
	read: value => (readWhole(2, 3)(value) === 2 ? 2 : 3),
	toJson: asIs,
};

const restShare: Setting<number> = {
	path: 'restShare',
	help: "share of the exchanges' request allowance that may be used",
	allowed: 'a number above 0, up to 1',
	fallback: 0.5,
	read: value => Number(formatDecimal(readDecimal(share => share > 0 && share <= 1)(value))),
	toJson: asIs,
};

export const settings = {
	...marketSettings,
	levels,
	theme,
	ascii,
	color,
	mouse,
	screenReader,
	proxy,
	recordingFolder,
	castVersion,
	restShare,
	...alertSettings,
} as const;

export const feeSetting = (exchange: Exchange): Setting<Decimal> => ({
	path: `fees.${exchange.id}`,
	help: [
		`taker fee on ${exchange.title} in percent`,
		...describeOtherFees(exchange).map(fee => `where none is set, ${fee}`),
	].join('; '),
	allowed: 'a percentage from 0 to 100, such as "0.075" or 0.1',
	fallback: exchange.takerFee,
	read: readDecimal(percent => percent <= 100),
	toJson: value => formatDecimal(value),
});

export const endpointOf = (exchange: Exchange, kind: keyof Endpoints): Setting<string> => ({
	path: `endpoints.${exchange.id}.${kind}`,
	help: `address of ${exchange.title}, ${kind === 'ws' ? 'websocket' : 'REST'}; paths are appended`,
	allowed: `an address that begins with ${endpointProtocols[kind].join('// or ')}//`,
	// The first of several: see `Config.endpoints`.
	fallback: exchange.endpoints[kind][0],
	variables: [exchange.endpointVariables[kind]],
	fromVariable: (text, variable) => parseEndpoint(variable, text, kind),
	read: value => parseEndpoint('it', readText(value), kind),
	toJson: maskLogin,
	hasSecret: value => maskLogin(value) !== value,
});

/** Whether it holds where letters are text: those keys stay what they are. */
const isOfText = ({scope}: Binding): boolean => scope === 'menu' || scope === 'filter';

/** All keys of an action, wherever they hold, but where letters are text. */
const defaultKeys = (intent: Binding['intent']): readonly string[] => {
	const rows = bindings.filter(row => row.intent === intent && !isOfText(row));
	return [...new Set(rows.flatMap(({keys}) => keys))];
};

export const keysOf = ({intent, help}: Binding): Setting<readonly string[]> => ({
	path: `keys.${intent}`,
	help,
	allowed: `a key or a list of keys, each ${allowedKeys}`,
	fallback: defaultKeys(intent),
	whyNot: whyNoKey,
	read: value =>
		readTexts(value).map(text => {
			const key = parseKeyName(text);
			if (key === null) throw new RangeError('no key');
			return key;
		}),
	toJson: asIs,
});

/** The rows whose keys the file may change; one for each action. */
export const rebindable: readonly Binding[] = bindings
	.filter(row => !isOfText(row))
	.filter(({intent}, index, all) => all.findIndex(row => row.intent === intent) === index);

/** Every setting there is, in the order in which they are listed. */
export const allSettings: readonly Setting<unknown>[] = [
	...Object.values(settings),
	...Object.values(screenSettings),
	...colorSettings,
	...Object.values(natsSettings),
	...Object.values(relaySettings),
	...exchanges.map(feeSetting),
	...exchanges.flatMap(exchange => [endpointOf(exchange, 'ws'), endpointOf(exchange, 'rest')]),
	...rebindable.map(keysOf),
];
