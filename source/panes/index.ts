import type {ViewId} from '../screen/views.js';
import {alignedPane} from './aligned/aligned-pane.js';
import {depthPane} from './depth/depth-pane.js';
import {edgePane} from './edge/edge-pane.js';
import {healthPane} from './health/health-pane.js';
import {heatmapPane} from './heatmap/heatmap-pane.js';
import {marketsPane} from './markets/markets-pane.js';
import {mergedPane} from './merged/merged-pane.js';
import {ofCompared} from './of-compared.js';
import type {Pane} from './pane.js';
import {tradesPane} from './trades/trades-pane.js';

/** What each view is made of. */
export const panes: Record<ViewId, Pane> = {
	depth: depthPane,
	aligned: ofCompared('Aligned', alignedPane),
	merged: ofCompared('Merged', mergedPane),
	trades: tradesPane,
	edge: ofCompared('Edge', edgePane),
	health: healthPane,
	heatmap: heatmapPane,
	markets: marketsPane,
};
