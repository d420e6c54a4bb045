import type {AlertRule, AlertSign} from '../alerts/alert-rule.js';
import type {FeeOf} from '../book/edge.js';
import type {Endpoints} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';
import type {WantedMarket} from '../market-name.js';
import {UsageError, type ChosenExchange} from '../options/options.js';
import type {NatsSettings} from '../options/nats-way.js';
import {bindings, type Binding} from '../screen/keys.js';
import {rebind} from '../screen/rebind.js';
import type {ThemeChoice} from '../screen/theme-names.js';
import {createFeeOf} from './fees.js';
import {readConfigText, type ConfigText} from './config-file.js';
import {checkFile, type FileValues} from './check-file.js';
import {describeConflicts} from './key-conflicts.js';
import {resolveNats, resolveRelay, type RelayConfig, type RelayFlags} from './relay-settings.js';
import {resolveScreen, type ScreenConfig} from './screen-settings.js';
import type {JsonShown, Setting} from './setting.js';
import {allSettings, endpointOf, feeSetting, keysOf, rebindable, settings} from './settings.js';

/** What flags say; undefined where they say nothing. */
export type GivenFlags = {
	readonly market?: WantedMarket | undefined;
	readonly exchanges?: readonly ChosenExchange[] | undefined;
	/** A side. */
	readonly levels?: number | undefined;
	readonly theme?: ThemeChoice | undefined;
	readonly ascii?: boolean | undefined;
	readonly color?: boolean | undefined;
	readonly screenReader?: boolean | undefined;
	/** Its address, a password included. */
	readonly proxy?: string | undefined;
	readonly recordingFolder?: string | undefined;
	readonly castVersion?: 2 | 3 | undefined;
	readonly alerts?: readonly AlertRule[] | undefined;
	/** Addresses of NATS servers, a login included. */
	readonly nats?: string | undefined;
	readonly relay?: RelayFlags | undefined;
};

/** Where a value comes from; `name` is the file's path, the variable or the flag. */
export type Origin =
	| {readonly type: 'default'}
	| {readonly type: 'file' | 'environment' | 'flag'; readonly name: string};

/** One value as it is in force. */
export type Effective = {
	/** Its name in the file, `fees.binance`. */
	readonly path: string;
	/** As the file would have it, passwords masked. */
	readonly value: JsonShown;
	readonly origin: Origin;
};

export type Config = {
	readonly market: WantedMarket;
	/** Those that the screen begins with, where none is named; none for that one alone. */
	readonly markets: readonly WantedMarket[];
	/** In the order in which they are shown. */
	readonly exchanges: readonly ChosenExchange[];
	/** A side, of what is printed. */
	readonly levels: number;
	/** Levels a side that the screen begins with; null for all that fit, which is so unless they were set. */
	readonly screenLevels: number | null;
	readonly theme: ThemeChoice;
	/** Whether nothing but ASCII is written. */
	readonly ascii: boolean;
	/** False only where colours were turned off: the terminal has a say of its own. */
	readonly color: boolean;
	/** Whether the screen begins with the mouse on. */
	readonly mouse: boolean;
	/** Whether plain sentences are printed in place of the full screen. */
	readonly screenReader: boolean;
	readonly proxy: string | null;
	/** Whether it was named by the flag: then the environment excepts no host from it. */
	readonly isProxyFlag: boolean;
	/** In which each recording makes a folder of its own. */
	readonly recordingFolder: string;
	readonly castVersion: 2 | 3;
	/** Share of the exchanges' request allowance that may be used: above 0, up to 1. */
	readonly restShare: number;
	readonly alerts: readonly AlertRule[];
	/** How the screen begins, and its colours. */
	readonly screen: ScreenConfig;
	/** How the screen draws attention to one, besides its mark. */
	readonly alertSigns: readonly AlertSign[];
	/** The way to NATS, secrets included. */
	readonly nats: NatsSettings;
	readonly relay: RelayConfig;
	readonly feeOf: FeeOf;
	/** By exchange id: all hosts of an exchange in their order, or the one that was set in their place. */
	readonly endpoints: ReadonlyMap<string, Endpoints>;
	/** The key table with the file's keys. */
	readonly bindings: readonly Binding[];
	/** Where the file is or would be, and whether it was there. */
	readonly file: ConfigText;
	/** Whether a password stands in the file, also one that something else overrides. */
	readonly hasSecretFile: boolean;
	/** In the order in which they are printed. */
	readonly effective: readonly Effective[];
};

export type ConfigSources = {
	readonly flags: GivenFlags;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly file: ConfigText;
};

/** Finds each value's source, and keeps what was found in the order in which it was asked for. */
const createSources = (
	values: FileValues,
	filePath: string,
	environment: ConfigSources['environment'],
) => {
	const effective: Effective[] = [];

	const choose = <T>(setting: Setting<T>, given: T | undefined): [T, Origin] => {
		const {path, variables = [], fromVariable} = setting;
		if (given !== undefined) return [given, {type: 'flag', name: setting.flag ?? path}];
		const name = variables.find(variable => environment[variable]);
		if (name !== undefined && fromVariable)
			return [fromVariable(environment[name] ?? '', name), {type: 'environment', name}];
		const value = values.get(path);
		// Read before, while the file was checked: this cannot fail.
		if (value) return [setting.read(value), {type: 'file', name: filePath}];
		const guess = setting.guess?.(environment);
		if (guess) return [guess.value, {type: 'environment', name: guess.name}];
		return [setting.fallback, {type: 'default'}];
	};

	return {
		/** The value in force and where it comes from, without noting it. */
		choose,
		/** The value in force; notes it. */
		resolve<T>(setting: Setting<T>, given?: T): T {
			const [value, origin] = choose(setting, given);
			effective.push({path: setting.path, value: setting.toJson(value), origin});
			return value;
		},
		/** Where a value that was noted comes from. */
		originOf: ({path}: {readonly path: string}) =>
			effective.find(entry => entry.path === path)?.origin.type,
		effective: (): readonly Effective[] => effective,
	};
};

type Sources = ReturnType<typeof createSources>;

/** The hosts that were set, else all that the exchange has. */
const addressesOf = (
	{resolve, originOf}: Sources,
	exchange: ChosenExchange,
	kind: keyof Endpoints,
) => {
	const setting = endpointOf(exchange, kind);
	const address = resolve(setting);
	return originOf(setting) === 'default' ? exchange.endpoints[kind] : address;
};

/** Every value but the keys. */
const resolveAll = (
	sources: Sources,
	{flags, environment}: Pick<ConfigSources, 'flags' | 'environment'>,
) => {
	const {resolve, originOf} = sources;
	return {
		market: resolve(settings.market, flags.market),
		markets: resolve(settings.markets),
		exchanges: resolve(settings.exchanges, flags.exchanges),
		levels: resolve(settings.levels, flags.levels),
		theme: resolve(settings.theme, flags.theme),
		ascii: resolve(settings.ascii, flags.ascii),
		color: resolve(settings.color, flags.color),
		mouse: resolve(settings.mouse),
		screenReader: resolve(settings.screenReader, flags.screenReader),
		proxy: resolve(settings.proxy, flags.proxy),
		recordingFolder: resolve(settings.recordingFolder, flags.recordingFolder),
		castVersion: resolve(settings.castVersion, flags.castVersion),
		restShare: resolve(settings.restShare),
		alerts: resolve(settings.alerts, flags.alerts),
		alertSigns: resolve(settings.alertSigns),
		screen: resolveScreen(resolve),
		nats: resolveNats(resolve, environment, flags.nats),
		relay: resolveRelay(resolve, flags.relay ?? {}),
		feeOf: createFeeOf(exchange => {
			const fee = resolve(feeSetting(exchange));
			return originOf(feeSetting(exchange)) === 'default' ? null : fee;
		}),
		endpoints: new Map(
			exchanges.map(exchange => [
				exchange.id,
				{ws: addressesOf(sources, exchange, 'ws'), rest: addressesOf(sources, exchange, 'rest')},
			]),
		),
	};
};

/** Whether the file sets this and a password stands in it. */
const hasSecret = <T>(values: FileValues, setting: Setting<T>): boolean => {
	const value = values.get(setting.path);
	return value !== undefined && setting.hasSecret?.(setting.read(value)) === true;
};

/** More than anybody mends before the next try. */
const mostTold = 20;

const tellProblems = (problems: readonly string[], path: string): string => {
	const more = problems.length - mostTold;
	const told = problems.slice(0, mostTold).map(problem => `${path}: ${problem}`);
	return [...told, ...(more > 0 ? [`${path}: and ${more} more of them`] : [])].join('\n');
};

/** Levels a side that the screen begins with: the flag's, the depth that was set, else the levels that were. */
const screenLevelsOf = (
	{levels, screen: {depth}}: Pick<ReturnType<typeof resolveAll>, 'levels' | 'screen'>,
	origin: Origin['type'] | undefined,
): number | null => {
	if (origin === 'flag') return levels;
	return depth ?? (origin === 'default' ? null : levels);
};

/** Puts flags, environment, file and defaults together; throws a UsageError that lists all that is wrong in the file. */
export const loadConfig = ({flags, environment, file}: ConfigSources): Config => {
	const {values, problems} = checkFile(readConfigText(file));
	const sources = createSources(values, file.path, environment);
	const {choose, resolve, originOf} = sources;

	const wantedKeys = new Map(
		rebindable
			.filter(({intent}) => values.has(`keys.${intent}`))
			.map(binding => [binding.intent, choose(keysOf(binding), undefined)[0]]),
	);
	const table = rebind(bindings, wantedKeys);
	// To look through a table that is as it was takes a twentieth of the start.
	const conflicts = wantedKeys.size > 0 ? describeConflicts(table, values) : [];
	const wrong = [...problems, ...conflicts];
	if (wrong.length > 0) throw new UsageError(tellProblems(wrong, file.path));

	const config = resolveAll(sources, {flags, environment});
	for (const binding of rebindable) resolve(keysOf(binding));
	return {
		...config,
		isProxyFlag: originOf(settings.proxy) === 'flag',
		screenLevels: screenLevelsOf(config, originOf(settings.levels)),
		bindings: table,
		file,
		hasSecretFile: allSettings.some(setting => hasSecret(values, setting)),
		effective: sources.effective(),
	};
};
