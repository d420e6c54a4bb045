import type {Command} from 'commander';
import {systemClock} from '../clock.js';
import {parseSource} from '../options/options.js';
import {addExport} from './export-command.js';
import {checked} from './flags.js';
import {progressOutput} from './progress-output.js';
import {addRecord} from './record-command.js';
import {console, finish} from './run.js';

const addVerify = (program: Command): void => {
	program
		.command('verify')
		.summary('check a capture: what it holds, and what is missing')
		.description(
			'Plays a capture and prints what it holds: messages, gaps, resyncs, crossed moments, and how much of each day is proven. Exit code 4 means that it has defects.',
		)
		.argument(
			'<files...>',
			'the files of one capture, .jsonl or .jsonl.gz, or folders of them: days or weeks are read as one',
			(path: string, paths: readonly string[] = []) => [...paths, checked(parseSource)(path)],
		)
		.option('--json', 'one JSON object')
		.action(async (files: readonly string[], options: {readonly json?: true}) => {
			const {verify} = await import('../commands/verify.js');
			finish(
				await verify(files, console, {
					isJson: options.json === true,
					progress: {clock: systemClock, output: progressOutput(true)},
				}),
			);
		});
};

/** The commands that write captures and read recordings. */
export const addFileCommands = (program: Command): void => {
	addRecord(program);
	addVerify(program);
	addExport(program);
};
