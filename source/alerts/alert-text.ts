import type {Alert} from './alert-rule.js';

/** Where it came true: `STEEM/USDT on binance`; of an edge both exchanges. */
export const placeOf = ({market, exchange}: Alert): string => {
	const [first = '', second] = exchange.split(',');
	return second === undefined
		? `${market} on ${first}`
		: `${market}, buy ${first} → sell ${second}`;
};

/** For people, in a line: the rule, where it came true and what was found. */
export const toAlertText = (alert: Alert): string =>
	`alert: ${alert.rule} · ${placeOf(alert)}: ${alert.value}`;

/** As `watch --json` prints it. */
export const toAlertJson = ({rule, market, exchange, value, time}: Alert): string =>
	JSON.stringify({type: 'alert', rule, market, exchange, value, time, receivedAt: time});

/** What `--on-alert` finds in its environment. */
export const toAlertEnvironment = (alert: Alert): Readonly<Record<string, string>> => ({
	STEEM_TUI_ALERT: alert.rule,
	STEEM_TUI_ALERT_MARKET: alert.market,
	STEEM_TUI_ALERT_EXCHANGE: alert.exchange,
	STEEM_TUI_ALERT_VALUE: alert.value,
	STEEM_TUI_ALERT_TIME: String(alert.time),
});
