/**
 * The views, in the order of their number keys: what the keys, the help and the panes' registry share.
 * `scope`: which keys hold in it besides those of every view.
 */
export const views = [
	{id: 'depth', title: 'Depth', scope: 'ladder'},
	{id: 'aligned', title: 'Aligned', scope: 'ladder'},
	{id: 'merged', title: 'Merged', scope: 'ladder'},
	{id: 'trades', title: 'Trades', scope: 'list'},
	{id: 'edge', title: 'Edge', scope: 'edge'},
	{id: 'health', title: 'Health', scope: 'list'},
	{id: 'heatmap', title: 'Heatmap', scope: 'heatmap'},
	{id: 'markets', title: 'Markets', scope: 'markets'},
] as const;

export type ViewId = (typeof views)[number]['id'];

/** Keys that hold in some views only. */
export type ViewScope = (typeof views)[number]['scope'];

export const scopeOf = (id: ViewId): ViewScope =>
	views.find(view => view.id === id)?.scope ?? 'ladder';

/** The intent of the key of the view after that. */
export const nextView = (id: ViewId): `view-${ViewId}` => {
	const index = views.findIndex(view => view.id === id);
	return `view-${(views[index + 1] ?? views[0]).id}`;
};
