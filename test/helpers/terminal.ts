import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import xterm from '@xterm/headless';
import {cellOf, findText, frameOf, lineOf, textOf} from './cells.js';
import {toSvg} from '../../source/export/svg.js';
import {keySequences} from './keys.js';

/** How the fake stdout answers a write: as a fast terminal, one that cannot keep up, or one that is gone. */
export type Behaviour = 'takes' | 'blocks' | 'throws';

/**
 * One turn for what stdin holds, one for React, one for the microtask that paints; and as many again as React
 * spreads its work over where something else had the processor for more than the 5 ms it takes at once.
 */
const turns = 30;

/**
 * A terminal in memory: a fake stdout that feeds a headless xterm, and a fake stdin that knows raw mode.
 * Nothing here waits for time; `flush` waits until everything written has been parsed.
 */
export const createTerminal = (columns: number, rows: number, colorDepth = 24) => {
	const term = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 100});
	/** Every write to stdout, as it came. */
	const writes: string[] = [];
	let behaviour: Behaviour = 'takes';

	const stdout = Object.assign(new EventEmitter(), {
		columns,
		rows,
		isTTY: true,
		getColorDepth: () => colorDepth,
		write(text: string): boolean {
			if (behaviour === 'throws') throw Object.assign(new Error('write EPIPE'), {code: 'EPIPE'});
			writes.push(text);
			term.write(text);
			return behaviour === 'takes';
		},
	});
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		isRaw: false,
		setRawMode(isRaw: boolean) {
			stdin.isRaw = isRaw;
			return stdin;
		},
		ref: () => stdin,
		unref: () => stdin,
	});

	const flush = async () => {
		for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
		await new Promise<void>(resolve => {
			term.write('', resolve);
		});
	};

	return {
		term,
		writes,
		stdout: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		isRaw: () => stdin.isRaw,
		behave(newBehaviour: Behaviour) {
			behaviour = newBehaviour;
		},
		emit: (event: 'drain' | 'error', error?: Error) => stdout.emit(event, error),
		flush,
		async press(...keys: readonly string[]) {
			for (const key of keys) {
				stdin.write(keySequences[key] ?? key);
				await flush();
			}
		},
		resize(newColumns: number, newRows: number) {
			term.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
		line: (row: number) => lineOf(term, row),
		text: () => textOf(term),
		cell: (x: number, y: number) => cellOf(term, x, y),
		find: (text: string) => findText(term, text),
		isAlternate: () => term.buffer.active.type === 'alternate',
		svg: (title = 'steem-tui') => toSvg(frameOf(term), {title}),
	};
};
