import type {ProgressOutput} from '../output/progress.js';
import {console} from './run.js';

/** Where the progress goes; among lines on a terminal, none is written over. */
export const progressOutput = (isStream: boolean): ProgressOutput => ({
	isTTY: process.stderr.isTTY && !(isStream && process.stdout.isTTY),
	write: console.tell,
});
