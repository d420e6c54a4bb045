import {toSymbol, type Listing} from '../market-list.js';
import {scaleOf} from '../market-scale.js';

const valueDecimals = 8;

const isOnline = ({special}: Listing) => special !== 'suspended on huobi';
const stateOf = (listing: Listing) => (isOnline(listing) ? 'online' : 'suspend');

const lower = ({base, quote}: Listing) => ({bc: base.toLowerCase(), qc: quote.toLowerCase()});

/** An entry of `/v1/common/symbols`. */
export const commonSymbol = (listing: Listing) => {
	const {priceDecimals, sizeDecimals} = scaleOf('huobi', listing);
	const {bc, qc} = lower(listing);
	return {
		'base-currency': bc,
		'quote-currency': qc,
		'price-precision': priceDecimals,
		'amount-precision': sizeDecimals,
		'symbol-partition': 'innovation',
		symbol: toSymbol('huobi', listing),
		state: stateOf(listing),
		'value-precision': valueDecimals,
		'api-trading': 'enabled',
		tags: '',
	};
};

/** An entry of `/v1/settings/common/market-symbols`. */
export const marketSymbol = (listing: Listing) => {
	const {priceDecimals, sizeDecimals} = scaleOf('huobi', listing);
	return {
		symbol: toSymbol('huobi', listing),
		...lower(listing),
		state: stateOf(listing),
		pp: priceDecimals,
		ap: sizeDecimals,
		vp: valueDecimals,
		minov: 5,
		at: 'enabled',
		tags: '',
	};
};

/** An entry of `/v1/settings/common/symbols`. */
export const settingsSymbol = (listing: Listing) => {
	const {priceDecimals, sizeDecimals} = scaleOf('huobi', listing);
	return {
		symbol: toSymbol('huobi', listing),
		sn: listing.market,
		...lower(listing),
		state: stateOf(listing),
		ve: true,
		we: true,
		dl: false,
		cd: false,
		te: isOnline(listing),
		sp: 'innovation',
		tm: 'PRO',
		p: [],
		tpp: priceDecimals,
		tap: sizeDecimals,
		ttp: valueDecimals,
		fp: sizeDecimals,
		tags: '',
	};
};

/** An entry of `/v2/settings/common/symbols`. */
export const longSymbol = (listing: Listing) => {
	const {tpp, tap, ttp, fp, ...rest} = settingsSymbol(listing);
	const {bc, qc} = lower(listing);
	const names = {dn: listing.market, bcdn: bc.toUpperCase(), qcdn: qc.toUpperCase()};
	return {...rest, ...names, elr: null, tpp, tap, ttp, fp, toa: 0, whe: false, w: 1};
};

/** The entries of `/v2/reference/currencies`: each currency of the listings once. */
export const currenciesOf = (listings: Iterable<Listing>, wanted: string | null) => {
	const names = new Set([...listings].flatMap(listing => Object.values(lower(listing))));
	return [...names]
		.filter(currency => wanted === null || wanted === currency)
		.map(currency => ({
			currency,
			assetType: 1,
			instStatus: 'normal',
			chains: [
				{
					chain: currency,
					displayName: currency.toUpperCase(),
					depositStatus: 'allowed',
					withdrawStatus: 'allowed',
					withdrawPrecision: valueDecimals,
				},
			],
		}));
};

/** The markets that are halted make the exchange neither halted nor anything else. */
export const marketStatus = {code: 200, message: 'success', data: {marketStatus: 1}} as const;
