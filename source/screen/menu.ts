import {clip, fitCells, widthOf} from './cells.js';
import {cleanText} from './clean-text.js';
import {chosenIndex, type Menu, type MenuList} from './menu-list.js';
import {frameOverlay} from './overlay-frame.js';
import type {Size} from './screen.js';
import {glyphs, type Theme} from './theme.js';

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
	const {from, shown} = windowOf(found, selected, room);
	const helpWidth = Math.max(0, inner - nameWidth - 4);
	const lines = Array.from({length: room}, (_, index) => {
		const item = shown[index];
		if (!item) {
			const words = index === 0 && items.length > 0 ? '  nothing of that name' : '';
			return theme.paint('muted', clip(words, inner));
		}
		const isChosen = from + index === selected;
		const paint = isChosen ? theme.paintCursor : theme.paint;
		const name = clip(cleanText(item.name), Math.min(nameWidth, inner - 2));
		const shownMark = item.name === current ? mark : '';
		return (
			paint(isChosen ? 'accent' : 'text', `${isChosen ? glyphs.cursor : ' '} `) +
			paint(isChosen ? 'strong' : 'text', name) +
			paint('muted', fitCells(shownMark, nameWidth - widthOf(name))) +
			paint('muted', `  ${fitCells(clip(cleanText(item.help), helpWidth), helpWidth)}`)
		);
	});
	const count = `${found.length} of ${items.length}`;
	const typed = clip(query, Math.max(0, inner - widthOf(count) - 4));
	const prompt = fitCells(
		`${theme.paint('accent', '/')} ${typed}${theme.caret}`,
		inner - widthOf(count),
	);
	const heading = ` ${clip(title, inner - 2)} `;
	const keys = ' Enter picks, Esc closes ';
	const close = widthOf(heading) + widthOf(keys) <= inner ? keys : '';
	return frameOverlay(theme, {title: heading, close, inner, margin: 1}, [
		prompt + theme.paint('label', count),
		theme.paint('faint', glyphs.rule.repeat(inner)),
		...lines,
		...notes.map(note => theme.paint('muted', clip(note, inner))),
	]);
};
