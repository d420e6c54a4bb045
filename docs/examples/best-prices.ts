// The best prices of each exchange, as long as they are proven.
// npx tsx best-prices.ts        the real exchanges; Node from 22.18 on runs it without tsx
// npx tsx best-prices.ts demo   simulated ones: no network is needed
import {openFeed, type BookUpdate} from 'steem-tui/feed';

const describe = (update: BookUpdate): string => {
	// Only a live book has levels: the compiler knows, too.
	if (update.status !== 'live') return `${update.status} ${update.reason ?? ''}`;
	const [bid] = update.bids;
	const [ask] = update.asks;
	return `${bid?.[0] ?? 'none'} / ${ask?.[0] ?? 'none'}`;
};

const feed = await openFeed({
	markets: 'STEEM/USDT',
	exchanges: ['binance', 'huobi'],
	source: process.argv[2] === 'demo' ? 'demo' : 'live',
	levels: 1,
	signal: AbortSignal.timeout(10_000),
});

feed.onTrade(({exchange, side, size, price}) => {
	console.log(`${exchange}: ${side ?? 'traded'} ${size} at ${price}`);
});

try {
	for await (const update of feed.books())
		console.log(`${update.exchange}: ${describe(update)}`);
} catch (error) {
	// The signal above ends it after ten seconds.
	if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
}
