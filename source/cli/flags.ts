import type {AlertRule} from '../alerts/alert-rule.js';
import {checkAlerts} from '../alerts/parse-rule.js';
import {Argument, InvalidArgumentError, type Command} from 'commander';
import {checkFaults, type PlannedFault} from '../options/planned-fault.js';
import {checkReplayFlags, type ReplayFlags} from '../options/replay-flags.js';
import {readSmall} from '../files/read-small.js';
import {findConfig, maxConfigBytes} from '../config/config-file.js';
import {loadConfig, type Config} from '../config/load-config.js';
import {defaultMarket, exchanges} from '../exchanges/index.js';
import type {WantedMarket} from '../market-name.js';
import {toNatsAddress} from '../options/nats-way.js';
import {parseMarket, UsageError, type ChosenExchange} from '../options/options.js';
import {parseMoment, parsePosition} from '../options/replay-options.js';
import type {RelayFlags} from '../config/relay-settings.js';
import type {ThemeChoice} from '../screen/theme-names.js';
import type {NatsAddress} from '../transport/nats-address.js';
import {systemClock} from '../clock.js';

/** What every command that gets data knows. */
export type SharedFlags = {
	/** A folder or a file, where one was named. */
	readonly record?: true | string;
	readonly demo?: true;
	/** Of the demo. */
	readonly seed: number;
	readonly fault?: readonly PlannedFault[];
	/** In the order in which they are shown. */
	readonly exchange: readonly ChosenExchange[];
	/** A side, from 1. */
	readonly levels: number;
	/** Milliseconds after which the command ends. */
	readonly for?: number | undefined;
	readonly proxy?: string;
	readonly log?: string;
	/** A command to be run for each alert. */
	readonly onAlert?: string;
	readonly color: boolean;
	/** Where relays are; null where the data comes from elsewhere. */
	readonly nats: NatsAddress | null;
	/** From when on the relays' history is wanted, in epoch milliseconds; null for what is now. */
	readonly since: number | null;
	/** Flags, environment and file together; what it has as well is the same in the other fields. */
	readonly config: Config;
};

export type BookFlags = SharedFlags &
	ReplayFlags & {
		readonly json?: true;
		/** Milliseconds. */
		readonly timeout: number;
	};

/** Lets commander put its own words around what a parser of ours complains about. */
export const checked =
	<T>(parse: (text: string) => T) =>
	(text: string): T => {
		try {
			return parse(text);
		} catch (error) {
			if (error instanceof UsageError) throw new InvalidArgumentError(error.message);
			throw error;
		}
	};

export const marketArgument = () =>
	new Argument(
		'[market]',
		`such as STEEM/BTC or steembtc (default: ${defaultMarket}, or the config file's)`,
	).argParser(checked(parseMarket));

/** Reads one more of several markets. */
const collectMarket = (text: string, named: readonly WantedMarket[] | undefined) => [
	...(named ?? []),
	checked(parseMarket)(text),
];

export const marketsArgument = () =>
	new Argument(
		'[markets...]',
		`such as STEEM/BTC or steembtc (default: ${defaultMarket}, or the config file's)`,
	).argParser(collectMarket);

/** The market that was named of a capture, which is read by one at a time. */
export const onlyOne = (
	named: readonly WantedMarket[],
	{replay}: ReplayFlags,
): WantedMarket | undefined => {
	if (replay && named.length > 1)
		throw new UsageError('of a capture name one market, or none for all that are in it');
	return named[0];
};

/** As commander reads them. */
type GivenFlags = Omit<ReplayFlags, 'from'> & {
	/** What it is in decides how it is read. */
	readonly from?: string;
	readonly nats?: string;
	readonly record?: true | string;
	readonly castVersion?: '2' | '3';
	readonly alert?: readonly AlertRule[];
	readonly live?: true;
	readonly demo?: true;
	readonly fault?: readonly PlannedFault[];
	readonly exchange?: readonly ChosenExchange[];
	readonly levels?: number;
	readonly proxy?: string;
	readonly log?: string;
	readonly onAlert?: string;
	readonly theme?: ThemeChoice;
	readonly ascii?: boolean;
	readonly color: boolean;
	readonly screenReader?: true;
	readonly config?: string;
};

/** The commands whose data may come from relays. */
const readers = ['steem-tui', 'watch', 'book', 'markets', 'record', 'doctor'];

/** Throws where the flags make no sense with data from relays. */
const checkNatsFlags = ({live, demo, replay}: GivenFlags): void => {
	const other = replay ? 'replay' : live ? 'live' : demo ? 'demo' : null;
	if (other !== null) throw new UsageError(`--nats and --${other} cannot be used together`);
};

/** Throws where the flags make no sense with what relays have now, or had. */
const checkTimeFlags = (
	{from, speed, record, log, screenReader}: GivenFlags,
	command: string,
): void => {
	if (from === undefined) {
		if (speed === undefined) return;
		throw new UsageError('--speed needs --from: what is now has one speed');
	}
	const other = record !== undefined ? 'record' : log !== undefined ? 'log' : null;
	if (other !== null)
		throw new UsageError(`--from and --${other} cannot be used together: it is history already`);
	if (speed === 'max' && command === 'steem-tui')
		throw new UsageError('--speed max is for watch: the app takes 0.25 to 64');
	if (screenReader)
		throw new UsageError(
			'--screen-reader and --from cannot be used together: "steem-tui watch --nats URL --from" reads history out',
		);
};

/** The way to the relays, where the data comes from there or goes there. */
const natsOf = (flags: GivenFlags, command: Command, {nats}: Config): NatsAddress | null => {
	const {url} = nats;
	const isElsewhere = flags.live || flags.demo || flags.replay !== undefined;
	const isReader = readers.includes(command.name());
	if (isReader && flags.nats !== undefined) checkNatsFlags(flags);
	if (
		url === null ||
		(isReader ? isElsewhere && flags.nats === undefined : command.name() !== 'relay')
	)
		return null;
	return toNatsAddress({...nats, url});
};

/** The flags of a command and of the program, with what environment and config file say where they do not. */
export const readFlags = <T extends SharedFlags>(
	command: Command,
	market?: WantedMarket,
	relay?: RelayFlags,
): T => {
	const flags = command.optsWithGlobals<GivenFlags>();
	if (flags.live && flags.demo) throw new UsageError('--live and --demo cannot be used together');
	if (flags.fault && !flags.demo) throw new UsageError('--fault needs --demo');
	if (flags.onAlert?.trim() === '') throw new UsageError('--on-alert is empty: name a command');
	const config = loadConfig({
		flags: {
			market,
			exchanges: flags.exchange,
			levels: flags.levels,
			theme: flags.theme,
			ascii: flags.ascii,
			color: flags.color ? undefined : false,
			screenReader: flags.screenReader,
			proxy: flags.proxy,
			recordingFolder: typeof flags.record === 'string' ? flags.record : undefined,
			alerts: flags.alert,
			castVersion: flags.castVersion === '3' ? 3 : flags.castVersion && 2,
			nats: flags.nats,
			relay,
		},
		environment: process.env,
		file: findConfig(flags.config, process.env, path => readSmall(path, maxConfigBytes)),
	});
	if (flags.onAlert !== undefined && config.alerts.length === 0)
		throw new UsageError('--on-alert needs a rule: --alert "price < 0.16"');
	const nats = natsOf(flags, command, config);
	const isHistory = nats !== null && flags.from !== undefined;
	if (nats !== null && readers.includes(command.name())) checkTimeFlags(flags, command.name());
	const from = isHistory || flags.from === undefined ? undefined : parsePosition(flags.from);
	if (nats === null) checkReplayFlags({...flags, from}, flags, command.name());
	const since = isHistory ? parseMoment(flags.from ?? '', systemClock.wall()) : null;
	const {exchanges: exchange, levels, color} = config;
	const ids = exchange.map(({id}) => id);
	checkFaults(flags.fault ?? [], ids);
	// A capture has exchanges of its own.
	if (flags.replay === undefined || flags.exchange) checkAlerts(flags.alert ?? [], ids);
	const own = {exchange, levels, color, config, nats, since, from};
	return {...command.optsWithGlobals<T>(), ...own};
};

/** The exchanges that were named by a flag; all there are where none was. */
export const namedOrAll = (command: Command): readonly ChosenExchange[] =>
	command.optsWithGlobals<GivenFlags>().exchange ?? exchanges;

/** What of a capture to replay; null where the data does not come from one. */
export const toReplayRequest = (flags: ReplayFlags, command: Command, market?: WantedMarket) => {
	const exchanges = namedOrAll(command);
	return flags.replay ? {paths: flags.replay, market: market ?? null, exchanges} : null;
};

export type ReplayRequest = NonNullable<ReturnType<typeof toReplayRequest>>;

export const jsonOption = ['--json', 'one JSON object a line'] as const;
