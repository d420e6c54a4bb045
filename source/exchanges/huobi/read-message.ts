import type {MessageData} from '../exchange.js';
import {inflate} from './inflate.js';
import {parseMessage, type HuobiMessage} from './messages.js';
import {createPushScan} from './scan-push.js';
import {createTradesScan} from './scan-trades.js';

/** The text, or its bytes: gzip in a binary frame, as every message is sent, or the same text unpacked. */
export const unpack = ({data, isText = false}: MessageData): string | Buffer =>
	typeof data === 'string' || isText ? data : inflate(data);

/**
 * Makes a reader of one topic's messages, which throws on what it cannot read. The levels in a message are to be read,
 * or copied, before the next one is read.
 */
export const createMessageReader = (topic: string) => {
	const scan = createPushScan(topic);
	return (message: MessageData): HuobiMessage => {
		const unpacked = unpack(message);
		return scan(unpacked) ?? parseMessage(unpacked.toString(), topic);
	};
};

/** As `createMessageReader`, of a topic that carries fills. */
export const createTradesReader = (topic: string) => {
	const scan = createTradesScan(topic);
	return (message: MessageData): HuobiMessage => {
		const unpacked = unpack(message);
		const trades = scan(unpacked);
		return trades ? {type: 'trades', trades} : parseMessage(unpacked.toString(), topic);
	};
};
