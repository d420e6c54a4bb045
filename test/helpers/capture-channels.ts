import {binance} from '../../source/exchanges/binance/index.js';
import type {BookChannel, Exchange} from '../../source/exchanges/exchange.js';
import {exchanges} from '../../source/exchanges/index.js';

/** `derived-okx-gap-funbtc-20210722.jsonl` is OKX's, `binanceus-…` Binance's. */
export const exchangeOf = (file: string): Exchange | undefined => {
	const name = file.replace(/^(derived|edited)-/, '');
	return exchanges.find(({id}) => name.startsWith(id));
};

/** Of several channels a capture has one: Huobi's by its name, Gate's older one where it is as recorded, else the first. */
export const channelFor = (file: string): BookChannel => {
	const {channels} = exchangeOf(file) ?? binance;
	return (/huobi-depth|^gate-/.test(file) ? channels[1] : undefined) ?? channels[0];
};
