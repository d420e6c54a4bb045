import type {manners} from './readers.js';

/** What the protocol documents show, word for word as far as the form goes. */
export const documented: Readonly<Record<keyof typeof manners, readonly string[]>> = {
	gate: [
		'{"time":1747054611,"time_ms":1747054611614,"id":1,"conn_id":"d7de96c024f2a5b2","trace_id":"e6fd","channel":"spot.obu","event":"subscribe","payload":["ob.BTC_USDT.400"],"result":{"status":"success"}}',
		'{"channel":"spot.obu","result":{"t":1747054612673,"full":true,"s":"ob.BTC_USDT.400","u":73777715168,"b":[["104027.1","509392"]],"a":[["104027.2","44617"]]},"time_ms":1747054612848,"event":"update"}',
		'{"channel":"spot.obu","result":{"t":1754006460600,"s":"ob.BTC_USDT.400","u":25847129996,"U":25847129970,"b":[["115576.7","0.050772"],["115717.7","0"]],"a":[["115745.7","0.025922"],["115742.9","0"]]},"time_ms":1754006460601,"event":"update"}',
		'{"time":1619093533,"channel":"spot.order_book_update","event":"update","result":{"t":1619093533023,"e":"depthUpdate","E":1619093533,"s":"OMG_USDT","U":59231869,"u":59231869,"b":[["7.898","65.888"]],"a":null}}',
		'{"time":1619093543,"channel":"spot.trades","event":"update","result":{"id":816995772,"create_time":1619093543,"create_time_ms":"1619093543708.2642","side":"sell","currency_pair":"DIS_USDT","amount":"0.2010000000","price":"121.5800000000"}}',
		'{"time":1545404023,"channel":"spot.pong","event":"","error":null,"result":null}',
	],
	kraken: [
		'{"channel":"status","type":"update","data":[{"version":"2.0.10","system":"online","api_version":"v2","connection_id":3007355780899554854}]}',
		'{"method":"subscribe","result":{"channel":"book","depth":25,"snapshot":true,"symbol":"MINA/GBP"},"success":true,"time_in":"2026-08-16T23:37:04.849274Z","time_out":"2026-08-16T23:37:04.849309Z","req_id":1}',
		'{"method":"unsubscribe","result":{"channel":"book","depth":25,"symbol":"MINA/GBP"},"success":true,"time_in":"","time_out":""}',
		'{"channel":"book","type":"snapshot","data":[{"symbol":"MINA/GBP","bids":[{"price":0.0286,"qty":74198.19125726}],"asks":[{"price":0.0288,"qty":32416.38964164}],"checksum":2570005138,"timestamp":"2026-08-16T23:37:04.190019Z"}]}',
		'{"channel":"heartbeat"}',
		'{"method":"pong","req_id":2,"time_in":"","time_out":""}',
		'{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":105910.50,"qty":0.00012460,"ord_type":"market","trade_id":10218209,"timestamp":"2023-10-06T17:35:56.123456Z"}]}',
	],
	okx: [
		'{"event":"subscribe","arg":{"channel":"books","instId":"ZEN-USDT"},"connId":"32f4414f"}',
		'{"event":"unsubscribe","arg":{"channel":"books","instId":"ZEN-USDT"},"connId":"32f4414f"}',
		'{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{"asks":[["78722.3","0.38699412","0","10"]],"bids":[["78722.2","0.61610822","0","19"]],"ts":"1597026383085","checksum":0,"prevSeqId":-1,"seqId":123456}]}',
		'{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[["78722.3","0","0","0"]],"bids":[],"ts":"1597026383185","checksum":0,"prevSeqId":123456,"seqId":123463}]}',
		'{"arg":{"channel":"trades","instId":"ZEN-USDT"},"data":[{"instId":"ZEN-USDT","tradeId":"15270485","px":"32.52","sz":"0.3628","side":"buy","ts":"1646003677195"}]}',
	],
	upbit: [
		'{"type":"orderbook","code":"KRW-LAMB","timestamp":1618678262640,"total_ask_size":25752275.55420627,"total_bid_size":14407925.20098682,"orderbook_units":[{"ask_price":127.0,"bid_price":126.0,"ask_size":280460.37885666,"bid_size":688682.44561413}],"stream_type":"REALTIME","level":0}',
		'{"type":"trade","code":"KRW-LAMB","timestamp":1618678262712,"trade_date":"2021-04-17","trade_time":"16:51:02","trade_timestamp":1618678262000,"trade_price":127.0,"trade_volume":46.48838371,"ask_bid":"BID","prev_closing_price":123.00000000,"change":"RISE","change_price":4.00000000,"sequential_id":1618678262000003,"stream_type":"SNAPSHOT"}',
	],
	bitstamp: [
		'{"event":"bts:subscription_succeeded","channel":"diff_order_book_batbtc","data":{}}',
		'{"event":"bts:heartbeat","channel":"","data":{"status":"success"}}',
		'{"data":{"timestamp":"1641343721","microtimestamp":"1641343721506497","bids":[["0.99787","0.00000"]],"asks":[["0.99994","14883.96385"]]},"channel":"diff_order_book_usdtusd","event":"data"}',
		'{"data":{"id":216000477,"timestamp":"1641343699","amount":0.0792,"amount_str":"0.07920000","price":3805.44,"price_str":"3805.44","type":0,"microtimestamp":"1641343699596000","buy_order_id":1443875737346049,"sell_order_id":1443875731320832},"channel":"live_trades_ethusd","event":"trade"}',
	],
	bybit: [
		'{"success":true,"ret_msg":"subscribe","conn_id":"d9avt8shteepr00gfc1g-4zd1x","op":"subscribe"}',
		'{"success":true,"ret_msg":"pong","conn_id":"","op":"ping"}',
		'{"topic":"orderbook.200.BTCUSDT","ts":1786310816516,"type":"snapshot","data":{"s":"BTCUSDT","b":[["65140.4","0.885797"]],"a":[["65140.5","0.1"]],"u":62505424,"seq":112488545843},"cts":1786310816512}',
		'{"topic":"publicTrade.ETHUSDT","ts":1786310821917,"type":"snapshot","data":[{"i":"2280000001739247417","T":1786310821917,"p":"1923.28","v":"0.04537","S":"Sell","seq":178477362706,"s":"ETHUSDT","BT":false,"RPI":false}]}',
	],
	coinbase: [
		'{"channel":"subscriptions","timestamp":"2021-04-17T16:43:37.061844800Z","sequence_num":0,"events":[{"subscriptions":{"heartbeats":["heartbeats"],"level2":["NU-GBP"],"market_trades":["NU-GBP"]}}]}',
		'{"channel":"l2_data","timestamp":"2026-08-09T21:05:48.618125631Z","sequence_num":21,"events":[{"type":"snapshot","product_id":"ETH-USD","updates":[{"side":"bid","event_time":"2026-08-09T21:05:48.35161Z","price_level":"1919.44","new_quantity":"0.02858092"}]}]}',
		'{"channel":"heartbeats","timestamp":"","sequence_num":35,"events":[{"current_time":"2026-08-09 21:05:48.854840045 +0000 UTC m=+41691.260485341","heartbeat_counter":41691}]}',
		'{"channel":"market_trades","timestamp":"","sequence_num":9,"events":[{"type":"update","trades":[{"product_id":"BTC-USD","trade_id":"1068572091","price":"65083.67","size":"0.01034361","time":"2026-08-09T21:05:48.167634Z","side":"SELL"}]}]}',
	],
};

/** Recorded lists of markets. */
export const lists: Readonly<Record<keyof typeof manners, string>> = {
	gate: 'gate-currencypairs-20210422',
	kraken: 'kraken-assetpairs-20210417',
	okx: 'okx-instruments-20220227',
	upbit: 'upbit-markets-20210417',
	bitstamp: 'bitstamp-pairs-20220105',
	bybit: 'bybit-spot-instruments-20260809',
	coinbase: 'coinbase-products-20260809',
};

/** Recordings in the format of today, and the channels in them that are simulated too. */
export const recorded: Readonly<
	Record<keyof typeof manners, readonly (readonly [file: string, without?: RegExp])[]>
> = {
	gate: [
		['derived-gate-obu-omgusdt-20210422.jsonl'],
		['gate-omgusdt-20210422.jsonl', /"event":"subscribe"|spot\.tickers/],
	],
	kraken: [
		['kraken-v2-minagbp-20260816.jsonl'],
		['derived-kraken-v2-sceur-20210417.jsonl', /"ticker"/],
	],
	okx: [['derived-okx-zenusdt-20220227.jsonl', /"tickers"/]],
	upbit: [['derived-upbit-default-multi-20210417.jsonl.gz']],
	bitstamp: [['bitstamp-usdtusd-20220105.jsonl']],
	bybit: [['bybit-ethusdt-20260809.jsonl', /tickers\./]],
	coinbase: [['derived-coinbase-nugbp-20210417.jsonl']],
};

/** Messages that subscribe to all that is simulated, besides the book. */
export const besides = (
	time: number,
): Readonly<Record<keyof typeof manners, readonly unknown[]>> => ({
	gate: [
		['spot.order_book_update', ['STEEM_USDT', '100ms']] as const,
		['spot.trades', ['STEEM_USDT', 'BTC_USDT']] as const,
	].map(([channel, payload]) => ({
		time: Math.floor(time / 1000),
		channel,
		event: 'subscribe',
		payload,
	})),
	kraken: [
		{
			method: 'subscribe',
			params: {channel: 'trade', symbol: ['STEEM/USD'], snapshot: true},
		},
		{
			method: 'subscribe',
			params: {channel: 'book', symbol: ['ETH/USD'], depth: 25, snapshot: true},
		},
		{method: 'unsubscribe', params: {channel: 'book', symbol: ['ETH/USD'], depth: 25}},
		{method: 'ping', req_id: 5},
	],
	okx: [
		{op: 'subscribe', args: [{channel: 'trades', instId: 'BTC-USDT'}]},
		{op: 'unsubscribe', args: [{channel: 'trades', instId: 'ETH-USDT'}]},
	],
	upbit: [
		[{ticket: 'a2'}, {type: 'orderbook', codes: ['KRW-BTC']}, {type: 'trade', codes: ['KRW-BTC']}],
	],
	bitstamp: ['diff_order_book_btcusd', 'live_trades_btcusd'].map(channel => ({
		event: 'bts:subscribe',
		data: {channel},
	})),
	bybit: [{op: 'subscribe', args: ['publicTrade.BTCUSDT', 'orderbook.1.BTCUSDT']}],
	coinbase: [],
});
