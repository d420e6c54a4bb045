import {gunzipSync} from 'node:zlib';

/** Bytes of a message as received, and unpacked: acknowledgements are short. */
const maxBytes = 512;
const maxUnpackedBytes = 2048;

/**
 * Whether what was sent asks for messages to come for as long as the connection lasts, or which do: Huobi's
 * `sub`, Binance's `SUBSCRIBE` and `LIST_SUBSCRIPTIONS`.
 */
export const isSubscription = (sent: string): boolean =>
	sent.length <= maxUnpackedBytes && /"sub"\s*:|"(SUBSCRIBE|LIST_SUBSCRIPTIONS)"/.test(sent);

const unpack = (message: Buffer): string => {
	try {
		return gunzipSync(message, {maxOutputLength: maxUnpackedBytes}).toString();
	} catch {
		// Not gzip, or longer than any acknowledgement: either way it is none.
		return '';
	}
};

/** Whether a message only says which subscriptions were taken: Huobi's `subbed`, Binance's `result`. */
export const isAcknowledgement = (message: string | Buffer): boolean => {
	if (message.length > maxBytes) return false;
	const text = typeof message === 'string' ? message : unpack(message);
	return /^\s*\{[^{[]*"(subbed"|result"\s*:\s*(null|\[))/.test(text);
};
