import {gunzipSync} from 'node:zlib';

/** Bytes of a message as received, and unpacked: the longest names all streams of a socket that many markets share. */
const maxBytes = 64 * 1024;
const maxUnpackedBytes = 64 * 1024;

/**
 * Whether what was sent asks for messages to come for as long as the connection lasts, or which do: Huobi's `sub`,
 * Binance's `SUBSCRIBE` and `LIST_SUBSCRIPTIONS`, Upbit's `ticket`, the `subscribe` of all others.
 */
export const isSubscription = (sent: string): boolean =>
	sent.length <= maxUnpackedBytes &&
	/"(sub|ticket)"\s*:|"(SUBSCRIBE|LIST_SUBSCRIPTIONS|(bts:)?subscribe)"/.test(sent);

/** Whether it only asks which subscriptions are on: the newest of these tells all that those before told. */
export const isListing = (sent: string): boolean => sent.includes('"LIST_SUBSCRIPTIONS"');

const unpack = (message: Buffer): string => {
	try {
		return gunzipSync(message, {maxOutputLength: maxUnpackedBytes}).toString();
	} catch {
		// Not gzip, or longer than any acknowledgement: either way it is none.
		return '';
	}
};

/** Characters at the beginning of an acknowledgement that tell what it is. */
const headLength = 400;

/** Whether a message only says which subscriptions were taken: Huobi's `subbed`, Binance's `result`, others by a word. */
export const isAcknowledgement = (message: string | Buffer): boolean => {
	if (message.length > maxBytes) return false;
	const text = typeof message === 'string' ? message : unpack(message);
	return (
		/^\s*\{[^{[]*"(subbed"|result"\s*:\s*(null|\[))/.test(text) ||
		/"(subscribe|subscriptions|bts:subscription_succeeded)"/.test(text.slice(0, headLength))
	);
};
