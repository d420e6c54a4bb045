import type {Alert} from '../alerts/alert-rule.js';
import type {BookView, MarketView} from '../store/market-view.js';

const isOf = ({market, exchange}: Alert, book: BookView): boolean =>
	market === book.market && exchange.split(',').includes(book.exchange);

const toEvent = ({rule, exchange, value, time}: Alert, {wallAhead}: BookView) => ({
	// Alerts have the time that people see, events that of the books.
	at: time - wallAhead,
	text: `alert: ${rule}${exchange.includes(',') ? ` (${exchange.replace(',', ' → ')})` : ''}: ${value}`,
});

const withAlerts = (book: BookView, alerts: readonly Alert[]): BookView => {
	const own = alerts.filter(alert => isOf(alert, book)).map(alert => toEvent(alert, book));
	if (own.length === 0) return book;
	const events = [...book.health.events, ...own].sort((one, other) => one.at - other.at);
	return {...book, health: {...book.health, events}};
};

/** Puts what went off among what happened to each book. Gives the same view for the same view and alerts. */
export const createAlertedView = () => {
	let last: {view: MarketView; alerts: readonly Alert[]; made: MarketView} | null = null;
	return (view: MarketView, alerts: readonly Alert[]): MarketView => {
		if (alerts.length === 0) return view;
		if (last?.view === view && last.alerts === alerts) return last.made;
		const made = {...view, books: view.books.map(book => withAlerts(book, alerts))};
		last = {view, alerts, made};
		return made;
	};
};
