import type {FaultSite} from '../fault-site.js';
import {createCatalogue} from '../kit/catalogue.js';
import {parseFields, textsIn} from '../kit/fields.js';
import {endIdle, limitMessages} from '../kit/habits.js';
import type {LevelForm} from '../kit/level-forms.js';
import type {Line} from '../kit/line.js';
import type {CreateProtocol} from '../kit/protocol.js';
import {coinbaseError, coinbaseQuestions} from './rest.js';
import {createCoinbaseStreams, frame, nanoText, stamp} from './streams.js';

/** The first subscription has to come by then. */
const firstMs = 5000;
/** A connection on which nothing is said is closed. */
const quietMs = 75_000;
const beatMs = 1000;

const channels = ['heartbeats', 'level2', 'market_trades'] as const;

type Channel = (typeof channels)[number];

type Streams = ReturnType<typeof createCoinbaseStreams>;

const levelForm: LevelForm = {
	after: {bids: '"updates":[', asks: '"updates":['},
	level: (price, size, side) =>
		`{"side":"${side === 'bids' ? 'bid' : 'offer'}","event_time":"2026-08-09T21:05:48.35161Z","price_level":"${price}","new_quantity":"${size}"}`,
};

const beatText = (time: number, beats: number) => {
	const [date = '', rest = ''] = nanoText(time).replace('Z', '').split('T');
	const uptime = `m=+${String(beats)}.260485341`;
	return frame('heartbeats', time, [
		{current_time: `${date} ${rest} +0000 UTC ${uptime}`, heartbeat_counter: beats},
	]);
};

/** What each channel has been subscribed to, all of the connection. */
const createSubscribed = ({subscriptions}: Line) => {
	const nameOf = (channel: Channel, product: string) => `${channel} ${product}`;
	const of = (channel: Channel) =>
		subscriptions
			.names()
			.filter(name => name.startsWith(`${channel} `))
			.map(name => name.slice(channel.length + 1));
	return {
		nameOf,
		all: () =>
			Object.fromEntries(
				channels.map(channel => [channel, of(channel)]).filter(([, names]) => names?.length),
			),
	};
};

/** Its part of a connection, whatever the streams come from. */
export const openCoinbase =
	({time, clock}: FaultSite, streams: Streams) =>
	(line: Line) => {
		const subscribed = createSubscribed(line);
		let beats = 41_000;
		limitMessages(line, clock, 8, 1000);
		endIdle(line, quietMs);
		line.after(firstMs, () => {
			if (line.subscriptions.names().length === 0) line.close(1000, 'no subscription');
		});
		line.every(beatMs, () => {
			if (line.subscriptions.has('heartbeats heartbeats')) line.reply(beatText(time(), ++beats));
		});

		const refuse = (message: string) => {
			line.reply({type: 'error', message});
		};
		const confirm = () => {
			line.reply(frame('subscriptions', time(), [{subscriptions: subscribed.all()}]));
		};

		const follow = (channel: Exclude<Channel, 'heartbeats'>, products: readonly string[]) => {
			const found = products.map(product => ({product, stream: streams.find(channel, product)}));
			const unknown = found.find(({stream}) => !stream);
			if (unknown || found.length === 0) {
				refuse(`failure to subscribe: ${unknown?.product ?? ''} is not a valid product`);
				return;
			}
			const start = () => {
				for (const {product, stream} of found)
					if (stream) line.subscribe(subscribed.nameOf(channel, product), stream);
			};
			// The confirmation names them all, and comes after the trades there were.
			start();
			confirm();
		};

		const subscribe = (channel: Channel, products: readonly string[]) => {
			const refusal = line.takeRefusal();
			if (refusal !== null) refuse(refusal);
			else if (channel !== 'heartbeats') follow(channel, products);
			else {
				const nothing = {channel, first: () => null, follow: () => () => {}};
				line.subscribe(subscribed.nameOf(channel, channel), nothing);
				confirm();
			}
		};

		return (text: string) => {
			const {type, channel: name, product_ids: ids} = parseFields(text);
			const channel = channels.find(known => known === name);
			const products = channel === 'heartbeats' ? [channel] : textsIn(ids);
			if (!channel) refuse(`${String(name)} is not a valid channel`);
			else if (type === 'subscribe') subscribe(channel, products);
			else if (type === 'unsubscribe') {
				for (const product of products)
					line.subscriptions.stop(subscribed.nameOf(channel, product));
				confirm();
			} else refuse('malformed message');
		};
	};

/** Coinbase's Advanced Trade market data: https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels */
export const createSimulatedCoinbase: CreateProtocol = options => {
	const {site} = options;
	const catalogue = createCatalogue('coinbase', options);
	return {
		path: '/',
		stamp,
		open: openCoinbase(site, createCoinbaseStreams(catalogue, site.time)),
		questions: coinbaseQuestions(options, catalogue),
		limits: {connects: {most: 8, inMs: 1000}, requests: {most: 10, inMs: 1000}},
		tricks: {
			levels: levelForm,
			errorBody: message => JSON.stringify(coinbaseError('INTERNAL', message)),
		},
	};
};
