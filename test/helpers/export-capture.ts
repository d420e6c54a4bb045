import {createFakeClock} from './fake-clock.js';
import {exportData, type DataRequest} from '../../source/commands/export-data.js';
import {usualLevels} from '../../source/datasets/formats.js';
import type {Written} from '../../source/datasets/day-files.js';

/** Exports captures as the command does; what was written and what was complained of. */
export const exportFiles = async (
	paths: readonly string[],
	folder: string,
	options: Partial<DataRequest> = {},
	stopped: Promise<number> = new Promise(() => undefined),
) => {
	const written: Written[] = [];
	const complaints: string[] = [];
	const code = await exportData(
		{
			...{paths, folder, format: 'tardis', types: ['book', 'trades'], levels: usualLevels},
			...{isForced: false, isJson: true},
			...options,
		},
		{
			console: {
				write(text) {
					written.push(JSON.parse(text) as Written);
					return true;
				},
				complain: text => complaints.push(text),
			},
			output: {write: () => true},
			clock: createFakeClock(),
			stopped,
		},
	);
	return {code, written, complaints};
};
