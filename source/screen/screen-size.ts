import type {TerminalOutput} from './screen-writer.js';

/** In cells. */
export type Size = {readonly columns: number; readonly rows: number};

/** The size of the terminal as it was told last, and who is told of another. */
export const createScreenSize = (stdout: Pick<TerminalOutput, 'columns' | 'rows'>) => {
	const listeners = new Set<() => void>();
	const read = (): Size => ({columns: stdout.columns || 80, rows: stdout.rows || 24});
	let size = read();
	return {
		get: () => size,
		/** Whether the terminal has another one by now. */
		isOld() {
			const {columns, rows} = read();
			return columns !== size.columns || rows !== size.rows;
		},
		/** Reads it anew and tells. */
		follow() {
			size = read();
			for (const listener of listeners) listener();
		},
		/** Returns unsubscribe. */
		onChange(listener: () => void) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};
