import {systemClock} from '../clock.js';
import {readSmall} from '../files/read-small.js';
import {formatWanted, withoutRepeats, type WantedMarket} from '../market-name.js';
import {parseMarketFile, type MarketChoice} from '../options/market-choice.js';
import {UsageError} from '../options/options.js';
import {exitCodes} from '../output/console.js';
import type {Source} from '../session/source.js';
import type {SharedFlags} from './flags.js';
import {console} from './run.js';

/** What of the flags names markets. */
type MarketFlags = Pick<SharedFlags, 'config'> & {readonly marketsFrom?: string};

/** Bytes of a file of markets: more than all exchanges list. */
const maxFileBytes = 1024 * 1024;

/** What was named, on the command line and in a file; the config file's market where nothing was. */
export const readChoices = (
	named: readonly MarketChoice[],
	flags: MarketFlags,
): readonly MarketChoice[] => {
	const {marketsFrom: path} = flags;
	if (path === undefined) return named.length > 0 ? named : [flags.config.market];
	let text: string;
	try {
		text = readSmall(path, maxFileBytes);
	} catch (error) {
		throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
	}
	return [...named, ...parseMarketFile(text, path)];
};

/** Whether it is one market, not all like a pattern. */
export const isNamed = (choice: MarketChoice): choice is WantedMarket => choice.type !== 'pattern';

/** What parts are named by where it is not the markets themselves: the same whatever the exchanges list. */
export const toPartNames = (
	choices: readonly MarketChoice[],
	{marketsFrom}: MarketFlags,
): readonly string[] | undefined => {
	if (choices.every(isNamed) && marketsFrom === undefined) return undefined;
	return [
		...new Set(choices.map(choice => (isNamed(choice) ? formatWanted(choice) : choice.text))),
	];
};

/** The markets to record; a code where a signal comes first, or nothing is to be had. */
export const toMarkets = async (
	choices: readonly MarketChoice[],
	flags: MarketFlags,
	{venues, transport}: Source,
	stopped: Promise<number>,
): Promise<readonly WantedMarket[] | number> => {
	const named = choices.filter(isNamed);
	if (named.length === choices.length && flags.marketsFrom === undefined)
		return withoutRepeats(named);
	const {chooseMarkets} = await import('../session/choose-markets.js');
	const chosen = await Promise.race([
		stopped,
		chooseMarkets({
			...{choices, venues, transport, clock: systemClock, random: Math.random},
			restShare: flags.config.restShare,
			say: console.complain,
		}),
	]);
	if (typeof chosen === 'number' || chosen.length > 0) return chosen;
	console.complain('there is no market to record');
	return exitCodes.failed;
};
