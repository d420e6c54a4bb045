import {Text} from 'ink';
import {fitCells, widthOf} from './cells.js';
import {bindings, type Binding, type Intent, type Scope} from './keys.js';
import type {Theme} from './theme.js';

/** The keys worth a place, most needed first. */
const shown: readonly Intent[] = [
	'help',
	'quit',
	'demo',
	'pause',
	'seek-back',
	'step-back',
	'slower',
	'next-mark',
	'view-depth',
	'larger',
	'next-pane',
	'zoom',
	'cursor-down',
	'coarser',
	'freeze',
	'record',
	'markets',
	'depth',
	'bars',
	'faults',
	'resync',
];

type Props = {
	readonly theme: Theme;
	readonly width: number;
	/** Settings that differ from those at the start; at the right. */
	readonly settings: readonly string[];
	/** Something to say, in place of the keys; null for nothing. */
	readonly notice: string | null;
	/** Where the keys hold that work now. */
	readonly scopes: readonly Scope[];
	/** The key table. @default as it is without a config file */
	readonly table?: readonly Binding[];
};

export const footerLine = ({
	theme,
	width,
	settings,
	notice,
	scopes,
	table = bindings,
}: Props): string => {
	if (notice !== null) return fitCells(` ${theme.paint('accent', notice)}`, width);
	const right = settings.join('  ');
	let room = width - widthOf(right) - 3;
	const hints = new Map<Intent, string>();
	for (const intent of shown) {
		const binding = table.find(row => row.intent === intent && scopes.includes(row.scope));
		if (!binding) continue;
		const keys = binding.pair ?? binding.shown;
		const cells = widthOf(keys) + 1 + widthOf(binding.label) + 2;
		if (cells > room) break;
		room -= cells;
		const role = intent === 'demo' ? 'accent' : 'key';
		hints.set(intent, `${theme.paint(role, keys)} ${theme.paint('label', binding.label)}  `);
	}
	// Help first and quit last, whatever fits between them.
	const quit = hints.get('quit') ?? '';
	hints.delete('quit');
	const left = ` ${[...hints.values()].join('')}${quit}`;
	const gap = ' '.repeat(Math.max(0, width - widthOf(left) - widthOf(right) - 1));
	return fitCells(`${left}${gap}${theme.paint('accent', right)}`, width);
};

/** The last line of the screen: the keys that matter, from the key table, and what they have set. */
export const Footer = (props: Props) => <Text wrap="truncate">{footerLine(props)}</Text>;
