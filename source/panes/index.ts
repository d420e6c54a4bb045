import type {ViewId} from '../screen/views.js';
import {alignedPane} from './aligned/aligned-pane.js';
import {depthPane} from './depth/depth-pane.js';
import {edgePane} from './edge/edge-pane.js';
import {healthPane} from './health/health-pane.js';
import {mergedPane} from './merged/merged-pane.js';
import {ofOneMarket} from './one-market.js';
import type {Pane} from './pane.js';
import {tradesPane} from './trades/trades-pane.js';

/** What each view is made of. */
export const panes: Record<ViewId, Pane> = {
	depth: depthPane,
	aligned: ofOneMarket('Aligned', alignedPane),
	merged: ofOneMarket('Merged', mergedPane),
	trades: tradesPane,
	edge: ofOneMarket('Edge', edgePane),
	health: healthPane,
};
