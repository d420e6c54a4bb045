import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toPartNames} from '../../source/cli/record-markets.js';
import {parseMarketChoice} from '../../source/options/market-choice.js';

const namesOf = (texts: readonly string[], marketsFrom?: string) =>
	toPartNames(
		texts.map(text => parseMarketChoice(text)),
		{config: null as never, ...(marketsFrom === undefined ? {} : {marketsFrom})},
	);

test('names parts by patterns and lists as they were written, as exchanges list others later', () => {
	assert.equal(namesOf(['STEEM/USDT', 'STEEM/BTC']), undefined, 'these are the markets');
	assert.deepEqual(namesOf(['steem/*', 'STEEM/BTC', 'STEEM/*']), ['STEEM/*', 'STEEM/BTC']);
	assert.deepEqual(namesOf(['STEEM/BTC', 'nope/usdt'], 'markets.txt'), ['STEEM/BTC', 'NOPE/USDT']);
});
