import {clip, fitCells, widthOf} from './cells.js';
import type {Intent, Scope} from './intent.js';
import {bindings, halves, type Binding} from './keys.js';
import type {Theme} from './theme.js';

/** The keys worth a place, most needed first. */
const shown: readonly Intent[] = [
	'help',
	'menu-down',
	'menu-pick',
	'close',
	'quit',
	'demo',
	'pause',
	'seek-back',
	'step-back',
	'slower',
	'next-mark',
	'view-depth',
	'open',
	'filter',
	'filter-end',
	'filter-erase',
	'sort',
	'larger',
	'sizes',
	'shorter',
	'quote',
	'next-pane',
	'take-out',
	'zoom',
	'cursor-down',
	'cursor-back',
	'coarser',
	'freeze',
	'record',
	'markets',
	'depth',
	'bars',
	'faults',
	'resync',
	'menu-erase',
];

/** What the last line of the screen tells. */
export type FooterProps = {
	readonly theme: Theme;
	readonly width: number;
	/** Settings that differ from those at the start; at the right, as many as leave room for the keys without which one is lost. */
	readonly settings: readonly string[];
	/** Something to say in place of the settings; cut where there is no room. @default null */
	readonly remark?: string | null;
	/** Something to say, in place of the keys; null for nothing. */
	readonly notice: string | null;
	/** Where the keys hold that work now. */
	readonly scopes: readonly Scope[];
	/** What would change nothing now. @default nothing */
	readonly idle?: ReadonlySet<Intent>;
	/** The key table. @default as it is without a config file */
	readonly table?: readonly Binding[];
};

type Hint = {readonly binding: Binding; readonly keys: string; readonly from: number};

const cellsOf = (keys: string, {label}: Binding) => widthOf(keys) + 1 + widthOf(label);

/** Cells between hints. */
const gap = 2;

/** The way on and the way out. */
const needed: readonly Intent[] = ['help', 'quit'];

const hintOf = ({scopes, idle, table = bindings}: FooterProps, intent: Intent) => {
	const binding = table.find(row => row.intent === intent && scopes.includes(row.scope));
	return !binding || idle?.has(intent) ? null : {binding, keys: binding.pair ?? binding.shown};
};

/** What stands at the right: the settings as far as there is room for them. */
const rightText = (props: FooterProps): string => {
	const {width, settings, remark = null} = props;
	const least = needed.reduce((cells, intent) => {
		const hint = hintOf(props, intent);
		return hint ? cells + cellsOf(hint.keys, hint.binding) + gap : cells;
	}, 0);
	const room = width - 3 - least;
	if (remark !== null) return clip(remark, room);
	for (let count = settings.length; count > 0; count--) {
		const shown = settings.slice(0, count);
		const text = [...shown, ...(count < settings.length ? ['…'] : [])].join('  ');
		if (widthOf(text) <= room) return text;
	}
	return '';
};

/** The hints that fit, and where: help first and quit last, whatever fits between them. */
const placeHints = (props: FooterProps): readonly Hint[] => {
	const {width, notice} = props;
	if (notice !== null) return [];
	let room = width - widthOf(rightText(props)) - 3;
	const fitting: Omit<Hint, 'from'>[] = [];
	for (const intent of shown) {
		const hint = hintOf(props, intent);
		if (!hint) continue;
		const cells = cellsOf(hint.keys, hint.binding) + gap;
		if (cells > room) break;
		room -= cells;
		fitting.push(hint);
	}
	let from = 1;
	const isQuit = ({binding}: Omit<Hint, 'from'>) => binding.intent === 'quit';
	return [...fitting.filter(hint => !isQuit(hint)), ...fitting.filter(isQuit)].map(hint => {
		const placed = {...hint, from};
		from += cellsOf(hint.keys, hint.binding) + gap;
		return placed;
	});
};

export const footerLine = (props: FooterProps): string => {
	const {theme, width, notice} = props;
	if (notice !== null) return fitCells(` ${theme.paint('accent', notice)}`, width);
	const hints = placeHints(props).map(({binding: {intent, label}, keys}) => {
		const role = intent === 'demo' ? 'accent' : 'key';
		return `${theme.paint(role, keys)} ${theme.paint('label', label)}`;
	});
	const left = ` ${hints.join(' '.repeat(gap))}`;
	const right = rightText(props);
	const space = ' '.repeat(Math.max(0, width - widthOf(left) - widthOf(right) - 1));
	return fitCells(`${left}${space}${theme.paint('accent', right)}`, width);
};

/** What the hint in that column means: of a pair of keys, the one that is there. */
export const hintAt = (props: FooterProps, x: number): Intent | null => {
	const hint = placeHints(props).find(
		({binding, keys, from}) => x >= from && x < from + cellsOf(keys, binding),
	);
	if (!hint) return null;
	const {keys, from, binding} = hint;
	const [left, right] = (binding.pair === undefined ? undefined : halves[binding.intent]) ?? [];
	const cell = x - from;
	if (!left || !right || cell >= widthOf(keys)) return binding.intent;
	const first = /^(.+?)[/ ]./u.exec(keys)?.[1];
	return cell < (first === undefined ? widthOf(keys) / 2 : widthOf(first) + 1) ? left : right;
};
