import type {WorkloadShape} from './workload.js';

/** How many floors a message may take: to be applied, and to be applied and read. */
export type Target = {readonly apply: number; readonly read: number};

type Measured = WorkloadShape & {readonly target: Target};

/** A pair with prices of some 0.2, as BTC pairs have them in the thousands of steps. */
const usual = {decimals: [5, 4], midTick: 2_000_000, spread: 0, messages: 2000} as const;

/** What is measured, with what each may cost. */
export const measured: readonly Measured[] = [
	{
		...usual,
		id: 'binance-5000',
		title: 'Binance, 5,000 levels, 42 changes a message',
		kind: 'depth',
		levels: 5000,
		changes: 42,
		target: {apply: 0.5, read: 0.7},
	},
	{
		...usual,
		id: 'binance-1000',
		title: 'Binance, 1,000 levels, 20 changes a message',
		kind: 'depth',
		levels: 1000,
		changes: 20,
		target: {apply: 0.5, read: 0.7},
	},
	{
		...usual,
		id: 'binance-thin',
		title: 'Binance, a thin book of 300 levels, 3 changes a message',
		kind: 'depth',
		levels: 300,
		changes: 3,
		decimals: [8, 2],
		midTick: 500_000,
		target: {apply: 0.4, read: 1},
	},
	{
		...usual,
		id: 'huobi-mbp',
		title: 'Huobi mbp.150, 16 changes a message, gzip',
		kind: 'mbp',
		levels: 300,
		changes: 16,
		target: {apply: 0.6, read: 0.9},
	},
	{
		...usual,
		id: 'huobi-mbp-large',
		title: 'Huobi mbp.150, 50 changes a message as on mbp.400, gzip',
		kind: 'mbp',
		levels: 300,
		changes: 50,
		target: {apply: 0.55, read: 0.8},
	},
	{
		...usual,
		id: 'huobi-step0',
		title: 'Huobi step0, whole books of 300 levels, gzip',
		kind: 'step0',
		levels: 300,
		changes: 40,
		messages: 800,
		target: {apply: 0.5, read: 0.6},
	},
	{
		...usual,
		id: 'binance-50000',
		title: 'Binance, 50,000 levels, 30 % spread evenly, 42 changes a message',
		kind: 'depth',
		levels: 50_000,
		changes: 42,
		spread: 0.3,
		target: {apply: 1, read: 2},
	},
];

/** Books that grow: all changes near the best price, or all anywhere. */
export const growing: readonly WorkloadShape[] = [100, 1000, 10_000, 100_000].flatMap(levels =>
	[0, 1].map(spread => ({
		...usual,
		id: `growth-${levels}-${spread}`,
		title: `${levels} levels`,
		kind: 'depth' as const,
		levels,
		changes: 40,
		messages: 1000,
		spread,
	})),
);
