import {formatDecimal, type Decimal} from '../book/fixed-point.js';
import {groupingFactor} from '../book/depth.js';
import {colorNames, type ColorName, type OwnColors} from '../screen/own-colors.js';
import {initialUiState, maxGrouping, type UiState} from '../screen/ui-state.js';
import {views, type ViewId} from '../screen/views.js';
import {readChoice, readDecimal, readText, readWhole, type Setting} from './setting.js';

const viewIds = views.map(({id}) => id);
const barKinds = ['size', 'total'] as const;
const groups = Array.from({length: maxGrouping + 1}, (_, step) => groupingFactor(step));

const view: Setting<ViewId> = {
	path: 'view',
	help: 'the view that the screen begins with',
	allowed: `one of ${viewIds.map(id => JSON.stringify(id)).join(', ')}`,
	fallback: 'depth',
	choices: viewIds,
	read: readChoice(viewIds),
	toJson: value => value,
};

const edgeSize: Setting<Decimal | null> = {
	path: 'edgeSize',
	help: 'the size of the edge at first; if it is not set, what about 100 dollars buy',
	allowed: 'an amount above 0 of what is traded, such as "500"',
	fallback: null,
	read: readDecimal(size => size > 0),
	toJson: value => value && formatDecimal(value),
};

const group: Setting<number> = {
	path: 'group',
	help: 'how many ticks a row of prices holds at first',
	allowed: `1, 2, 5, 10 and so on, up to ${groups.at(-1)}`,
	fallback: 1,
	read(value) {
		const ticks = readWhole(1, groups.at(-1) ?? 1)(value);
		if (!groups.includes(ticks)) throw new RangeError('none of the groups');
		return ticks;
	},
	toJson: value => value,
};

const bars: Setting<UiState['bars']> = {
	path: 'bars',
	help: 'what bars are as long as at first: the size, or the cumulative size',
	allowed: barKinds.map(kind => JSON.stringify(kind)).join(' or '),
	fallback: 'size',
	choices: barKinds,
	read: readChoice(barKinds),
	toJson: value => value,
};

const large: Setting<number> = {
	path: 'large',
	help: 'sizes of so many times the median of those shown are marked; 0 marks none',
	allowed: 'a whole number from 0 to 1000',
	fallback: initialUiState.large,
	read: readWhole(0, 1000),
	toJson: value => value,
};

const depth: Setting<number | null> = {
	path: 'depth',
	help: 'levels on each side that the screen begins with, where --levels does not say it; "all" for what fits',
	allowed: '"all" or a whole number from 1 to 100000',
	fallback: null,
	choices: ['all'],
	read(value) {
		if (value.type !== 'text') return readWhole(1, 100_000)(value);
		if (readText(value) !== 'all') throw new RangeError('neither all nor a number');
		return null;
	},
	toJson: value => value ?? 'all',
};

/** How the screen begins. */
export const screenSettings = {view, edgeSize, group, bars, large, depth} as const;

export const colorSettings = (Object.keys(colorNames) as readonly ColorName[]).map(
	(name): Setting<string | null> & {readonly name: ColorName} => ({
		name,
		path: `colors.${name}`,
		help: `colour of the screen in place of the theme's: ${colorNames[name]}`,
		allowed: 'a colour such as "#e4626f"',
		fallback: null,
		read(value) {
			const text = readText(value);
			if (!/^#[\da-f]{6}$/i.test(text)) throw new RangeError('no colour');
			return text.toLowerCase();
		},
		toJson: value => value,
	}),
);

/** What the screen begins with. */
export type ScreenConfig = {
	readonly view: ViewId;
	/** Null for what about 100 dollars buy. */
	readonly edgeSize: Decimal | null;
	/** Index in the price groups 1, 2, 5, 10, … × tick size. */
	readonly grouping: number;
	readonly bars: UiState['bars'];
	/** Multiple of the median from which on sizes are marked; 0 for none. */
	readonly large: number;
	readonly colors: OwnColors;
};

/** Notes all of them, in their order. */
export const resolveScreen = (
	resolve: <T>(setting: Setting<T>) => T,
): ScreenConfig & {readonly depth: number | null} => ({
	view: resolve(view),
	edgeSize: resolve(edgeSize),
	grouping: groups.indexOf(resolve(group)),
	bars: resolve(bars),
	large: resolve(large),
	depth: resolve(depth),
	colors: Object.fromEntries(
		colorSettings.flatMap(setting => {
			const hex = resolve(setting);
			return hex === null ? [] : [[setting.name, hex]];
		}),
	),
});
