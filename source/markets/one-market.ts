import type {MarketView} from '../store/market-view.js';
import type {ViewSource} from '../store/view-source.js';

/** The books of one market of a source that shows several; each view is made once. */
export const oneMarket = (source: ViewSource, market: string): ViewSource => {
	const known = new WeakMap<MarketView, MarketView>();
	const narrow = (view: MarketView): MarketView => {
		const before = known.get(view);
		if (before) return before;
		const one = {...view, books: view.books.filter(book => book.market === market)};
		known.set(view, one);
		return one;
	};
	const {passed, firstPrice} = source;
	return {
		getView: () => narrow(source.getView()),
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
