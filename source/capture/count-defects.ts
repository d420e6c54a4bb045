import type {CaptureItem, DefectCode} from './capture-item.js';

/** What is told of each kind; the others are told of in one sentence. */
const words: Readonly<Record<DefectCode, string>> = {
	unreadable: 'lines that cannot be read',
	backwards: 'times that run backwards',
	jump: 'hours without an event',
	truncated: 'breaks',
	damaged: 'damages',
	lost: 'damages',
	stray: 'other bytes',
	unclosed: 'connections that are opened again',
};

/** Tells the first defect of each kind in a file at once, and how many more there were once asked. */
export const createDefectCount = (tell: (text: string) => void) => {
	const counts = new Map<
		string,
		{readonly file: string; readonly code: DefectCode; more: number}
	>();
	let isDamaged = false;
	return {
		/** Whether one of them is that a file is damaged. */
		isDamaged: () => isDamaged,
		add({file, code, detail}: CaptureItem & {readonly type: 'defect'}) {
			isDamaged ||= code === 'damaged';
			const key = `${code} ${file}`;
			const known = counts.get(key);
			if (known) known.more++;
			else {
				counts.set(key, {file, code, more: 0});
				tell(`${file}: ${detail}`);
			}
		},
		/** To be called when no more are added; tells each number once. */
		finish() {
			for (const {file, code, more} of counts.values())
				if (more > 0) tell(`${file}: ${more} more ${words[code]}`);
			counts.clear();
		},
	};
};
