/** What the mouse did, in cells of the screen counted from 0. */
export type MouseAction = {
	readonly type: 'wheel-up' | 'wheel-down' | 'click';
	readonly x: number;
	readonly y: number;
};

// Presses, releases and the wheel (1000), told as SGR sequences without a limit of columns (1006).
export const mouseOn = '\u001B[?1000h\u001B[?1006h';
export const mouseOff = '\u001B[?1006l\u001B[?1000l';

// The escape character is missing where Ink has taken it away.
const report = /\u001B?\[<(\d+);(\d+);(\d+)([Mm])/g;
const unfinished = /\u001B?\[<[\d;]*$/;

/** Shift, Alt and Ctrl held meanwhile. */
const modifiers = 4 + 8 + 16;

const types: Readonly<Record<number, MouseAction['type']>> = {
	0: 'click',
	64: 'wheel-up',
	65: 'wheel-down',
};

/**
 * Takes what the mouse did out of what the terminal sent, and leaves the keys. Keeps a sequence that was
 * cut in two until its end comes.
 */
export const createMouseReader = () => {
	let held = '';
	return (input: string): {readonly actions: readonly MouseAction[]; readonly keys: string} => {
		const text = held + input;
		const actions: MouseAction[] = [];
		const others = text.replace(report, (_, code: string, x: string, y: string, end: string) => {
			const type = types[Number(code) & ~modifiers];
			if (type && end === 'M') actions.push({type, x: Number(x) - 1, y: Number(y) - 1});
			return '';
		});
		held = unfinished.exec(others)?.[0] ?? '';
		return {actions, keys: others.slice(0, others.length - held.length)};
	};
};
