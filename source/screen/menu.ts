import {clip, widthOf} from './cells.js';
import {cleanText} from './clean-text.js';
import {chosenIndex, type MenuList} from './menu-list.js';
import type {Size} from './screen.js';
import {glyphs, type Theme} from './theme.js';
import type {Menu} from './ui-state.js';

const padTo = (text: string, width: number) =>
	text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** The items around the chosen one, as many as there is room for. */
const windowOf = <Item>(items: readonly Item[], selected: number, room: number) => {
	const from = Math.max(0, Math.min(selected - Math.floor(room / 2), items.length - room));
	return {from, shown: items.slice(from, from + room)};
};

/** Cells inside the frame at least, where the screen has them: what is typed has a place, whatever the items. */
const minInner = 40;

/** Rows of items that an open menu has. */
export const menuRoom = ({items, notes}: MenuList, rows: number): number =>
	Math.max(1, Math.min(items.length, rows - 8 - notes.length));

/** Lines of the overlay above its items. */
const headLines = 3;

/** The index of the item on a line of the overlay; null where there is none. */
export const menuItemAt = (
	list: MenuList,
	menu: Menu,
	rows: number,
	line: number,
): number | null => {
	const found = list.find(menu.query);
	const room = menuRoom(list, rows);
	const {from, shown} = windowOf(found, chosenIndex(list, menu), room);
	const index = line - headLines;
	return index >= 0 && index < shown.length ? from + index : null;
};

/** The overlay's lines, framed. Their number and width are the same whatever was typed. */
export const menuLines = (
	theme: Theme,
	{columns, rows}: Size,
	list: MenuList,
	menu: Menu,
): readonly string[] => {
	const {title, items, notes, current} = list;
	const {query} = menu;
	const found = list.find(query);
	const selected = chosenIndex(list, menu);
	const room = menuRoom(list, rows);
	const mark = current === null || columns < 64 ? '' : ' (shown)';
	const nameWidth = Math.max(list.nameWidth, widthOf((current ?? '') + mark));
	const widest = Math.max(nameWidth + list.helpWidth + 4, ...notes.map(widthOf));
	const inner = Math.min(columns - 6, Math.max(widest, minInner));
	const {frame, rule} = glyphs;
	const edge = (text: string) => theme.paint('focusFrame', text);
	const line = (text: string) => `${edge(frame.side)} ${text} ${edge(frame.side)}`;
	const {from, shown} = windowOf(found, selected, room);
	const helpWidth = Math.max(0, inner - nameWidth - 4);
	const lines = Array.from({length: room}, (_, index) => {
		const item = shown[index];
		if (!item) {
			const words = index === 0 && items.length > 0 ? '  nothing of that name' : '';
			return line(theme.paint('muted', padTo(clip(words, inner), inner)));
		}
		const isChosen = from + index === selected;
		const paint = isChosen ? theme.paintCursor : theme.paint;
		const name = cleanText(item.name);
		const shownMark = item.name === current ? mark : '';
		return line(
			paint(isChosen ? 'accent' : 'text', `${isChosen ? glyphs.cursor : ' '} `) +
				paint(isChosen ? 'strong' : 'text', name) +
				paint('muted', padTo(shownMark, nameWidth - widthOf(name))) +
				paint('muted', `  ${padTo(clip(cleanText(item.help), helpWidth), helpWidth)}`),
		);
	});
	const typed = clip(query, Math.max(0, inner - 12));
	const count = `${found.length} of ${items.length}`;
	const prompt = padTo(`${theme.paint('accent', '/')} ${typed}▏`, inner - widthOf(count));
	const heading = ` ${title} `;
	const close = inner >= widthOf(heading) + 22 ? ' Enter picks, Esc closes ' : '';
	const fill = inner + 2 - widthOf(heading) - widthOf(close) - 2;
	return [
		edge(frame.topLeft + rule) +
			theme.paint('focusTitle', heading) +
			edge(rule.repeat(Math.max(0, fill))) +
			theme.paint('label', close) +
			edge(rule + frame.topRight),
		line(prompt + theme.paint('label', count)),
		line(theme.paint('faint', rule.repeat(inner))),
		...lines,
		...notes.map(note => line(theme.paint('muted', padTo(clip(note, inner), inner)))),
		edge(frame.bottomLeft + rule.repeat(inner + 2) + frame.bottomRight),
	];
};
