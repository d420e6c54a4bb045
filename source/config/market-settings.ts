import {defaultExchanges, defaultMarket, exchanges} from '../exchanges/index.js';
import {formatWanted, withoutRepeats, type WantedMarket} from '../market-name.js';
import {parseExchanges, parseMarket, type ChosenExchange} from '../options/options.js';
import {readText, readTexts, type Setting} from './setting.js';

const exchangeIds = exchanges.map(({id}) => id);

const market: Setting<WantedMarket> = {
	path: 'market',
	help: 'the market if none is named',
	allowed: 'a market such as "STEEM/USDT" or "steemusdt"',
	fallback: parseMarket(defaultMarket),
	flag: '[market]',
	read: value => parseMarket(readText(value)),
	toJson: formatWanted,
};

const markets: Setting<readonly WantedMarket[]> = {
	path: 'markets',
	help: 'the markets that the screen begins with, in its view of markets, if none is named',
	allowed: 'a list of markets such as ["STEEM/USDT", "STEEM/BTC"]',
	fallback: [],
	read: value => withoutRepeats(readTexts(value).map(parseMarket)),
	toJson: value => value.map(formatWanted),
};

const chosen: Setting<readonly ChosenExchange[]> = {
	path: 'exchanges',
	help: 'which exchanges',
	allowed: `a list of ${exchangeIds.map(id => JSON.stringify(id)).join(', ')}`,
	fallback: defaultExchanges,
	flag: '--exchange',
	choices: exchangeIds,
	read: value => parseExchanges(exchanges)(readTexts(value).join(',')),
	toJson: value => value.map(({id, wanted}) => (wanted ? `${id}:${formatWanted(wanted)}` : id)),
};

/** What is followed, and where. */
export const marketSettings = {market, markets, exchanges: chosen} as const;
