import {hostname} from 'node:os';
import type {Command} from 'commander';
import {systemClock} from '../clock.js';
import {parseRelayName, type RelayFlags} from '../config/relay-settings.js';
import {parseListen, type Listen} from '../options/listen.js';
import {parseMarketChoice, type MarketChoice} from '../options/market-choice.js';
import {parseChoice, UsageError} from '../options/options.js';
import {parseKeep, type Keeping} from '../options/rotation.js';
import {exitCodes, untilStopped} from '../output/console.js';
import type {RelayContext} from '../commands/relay.js';
import type {RelayStatus} from '../service/relay-status.js';
import {checked, readFlags, type SharedFlags} from './flags.js';
import {openBus, streamsFor} from './open-bus.js';
import {progressOutput} from './progress-output.js';
import {console, finish, finishSoon, openFor, version} from './run.js';
import {serveHealth} from './service-flags.js';

/** As commander reads them. */
type GivenFlags = {
	readonly name?: string;
	readonly standby?: '0' | '1';
	readonly wire: boolean;
	readonly keep?: Keeping;
	readonly keepWire?: Keeping;
	readonly http?: Listen;
};

const parseKeeping = (text: string): Keeping => ({text, keep: parseKeep(text)});

/** What of a computer's name may be one of a relay. */
const ownName = (): string =>
	hostname()
		.replaceAll(/[^\p{L}\p{N}._-]/gu, '-')
		.slice(0, 64) || 'relay';

const toRelayFlags = (given: GivenFlags, markets: readonly MarketChoice[]): RelayFlags => ({
	...{name: given.name, keep: given.keep, keepWire: given.keepWire, http: given.http},
	markets: markets.length > 0 ? markets : undefined,
	standby: given.standby === undefined ? undefined : Number(given.standby),
	wire: given.wire ? undefined : false,
});

/** What follows the books with the rules there are; what goes off is said on stderr. */
const alertsOf = async (flags: SharedFlags): Promise<Pick<RelayContext, 'followAlerts'>> => {
	if (flags.config.alerts.length === 0) return {};
	const {openMarkedAlerting} = await import('./alerting.js');
	const follow = await openMarkedAlerting(flags);
	return {followAlerts: store => follow(store, () => undefined)};
};

const run = async (named: readonly MarketChoice[], command: Command): Promise<void> => {
	const given = command.optsWithGlobals<GivenFlags>();
	const flags = readFlags<SharedFlags>(command, undefined, toRelayFlags(given, named));
	const {nats, config} = flags;
	const {relay} = config;
	if (nats === null)
		throw new UsageError('relay needs NATS: write --nats nats://HOST:4222, or set STEEM_TUI_NATS');
	const choices = relay.markets.length > 0 ? relay.markets : [config.market];
	// Who is asked to end hands over first; asked again, it ends at once.
	const stopped = untilStopped(process, systemClock, flags.for, {
		...{SIGTERM: exitCodes.done, SIGINT: exitCodes.done},
	});
	const name = relay.name ?? ownName();
	const {runRelay} = await import('../commands/relay.js');
	let status: (() => RelayStatus) | null = null;
	const listen = relay.http ? {http: relay.http} : {};
	const service = await serveHealth(listen, null, () => status?.() ?? null);
	if (service === 'failed') {
		finish(exitCodes.failed);
		return;
	}
	const source = await openFor(flags);
	const bus = await openBus(nats, name, relay);
	const hurried = stopped.then(() => untilStopped(process, systemClock, undefined));
	const code = await Promise.race([
		hurried,
		runRelay(
			{
				...{
					choices,
					name,
					runId: Math.random().toString(36).slice(2, 8),
					version,
					standby: relay.standby === 1 ? 1 : 0,
					hasWire: relay.wire,
				},
				streams: await streamsFor(relay),
			},
			{
				...{source, bus, clock: systemClock, random: Math.random, stopped, service},
				restShare: config.restShare,
				output: progressOutput(false),
				say: console.complain,
				...(await alertsOf(flags)),
				onStart: (own: () => RelayStatus) => void (status = own),
				onStored: (seconds: number) => service?.stored(seconds),
			},
		),
	]);
	await bus.close();
	await source.close();
	await service?.stop();
	finishSoon(code);
};

export const addRelay = (program: Command): void => {
	program
		.command('relay')
		.summary('follow books once, for many screens and machines, over NATS')
		.description(
			'Follows the books of markets and publishes them over NATS, until a signal: then it hands them over to the other relays. Several relays share the books, and take over from each other. --nats leads viewers there.',
		)
		.argument(
			'[markets...]',
			"such as STEEM/BTC or steembtc, or all like 'STEEM/*' (default: those of the config file)",
			(text: string, before: readonly MarketChoice[] = []) => [
				...before,
				checked(parseMarketChoice)(text),
			],
		)
		.option(
			'--name <name>',
			'how it is called, unlike all other relays (default: the name of this computer)',
			checked(parseRelayName),
		)
		.option(
			'--standby <n>',
			'relays that follow a book besides its owner, 0 or 1 (default: 1)',
			checked(parseChoice('a number of standbys', ['0', '1'])),
		)
		.option('--no-wire', 'do not keep what the exchanges sent')
		.option(
			'--keep <limit>',
			'how long changes of books are kept: 24h, 3d or 10GB (default: 24h)',
			checked(parseKeeping),
		)
		.option(
			'--keep-wire <limit>',
			'how long what the exchanges sent is kept: 30d or 100GB (default: 30d)',
			checked(parseKeeping),
		)
		.option(
			'--http <address>',
			'serve /health and /metrics (Prometheus) at HOST:PORT; a port alone is of this machine only',
			checked(parseListen),
		)
		.action(async (markets: readonly MarketChoice[] = [], _options, own: Command) => {
			await run(markets, own);
		});
};
