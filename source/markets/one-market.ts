import type {MarketView} from '../store/market-view.js';
import type {ViewSource} from '../store/view-source.js';

/** The books of one market of a source that shows several; the newest view is made once. */
export const oneMarket = (source: ViewSource, market: string): ViewSource => {
	let last: {readonly view: MarketView; readonly one: MarketView} | null = null;
	const narrow = (view: MarketView): MarketView => ({
		...view,
		books: view.books.filter(book => book.market === market),
	});
	const getView = () => {
		const view = source.getView();
		if (last?.view !== view) last = {view, one: narrow(view)};
		return last.one;
	};
	const {passed, firstPrice} = source;
	return {
		getView,
		subscribe: source.subscribe,
		...(firstPrice && {firstPrice}),
		...(passed && {
			passed() {
				const {from, views} = passed();
				return {from, views: views.map(narrow)};
			},
		}),
	};
};
