// What a capture holds, how much of it is proven, and its proven books as files.
// node read-capture.js feed.jsonl.gz folder
import {exportCapture, verifyCapture} from 'steem-tui/captures';
import {openFeed} from 'steem-tui/feed';

const [, , file = 'feed.jsonl.gz', folder = 'data'] = process.argv;

const {messages, coverage, defects} = await verifyCapture(file);
console.log(`${messages} messages, ${defects.length} kinds of defects`);
for (const {exchange, symbol, day, verifiedPercent} of coverage)
	console.log(`${exchange} ${symbol} ${day}: ${verifiedPercent} % proven`);

const feed = await openFeed({source: {type: 'capture', files: file}});
let books = 0;
for await (const {status} of feed.books()) if (status === 'live') books++;
console.log(`${books} proven books`);

for (const {path, rows} of await exportCapture(file, {as: 'tardis', to: folder}))
	console.log(`${path}: ${rows} rows`);
