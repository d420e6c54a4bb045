import {useState} from 'react';
import {createColumnMemory, type ColumnMemory} from './column-memory.js';

/** The same memory for all views and panes; another one for another `moment`. */
export const useColumnMemory = (moment: string): ColumnMemory => {
	const [kept, setKept] = useState(() => ({moment, memory: createColumnMemory()}));
	if (kept.moment === moment) return kept.memory;
	const next = {moment, memory: createColumnMemory()};
	setKept(next);
	return next.memory;
};
