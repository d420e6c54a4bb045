import type {Command} from 'commander';
import {UsageError} from '../options/options.js';
import {parseKeep, parseRotation} from '../options/rotation.js';
import type {Keep} from '../recording/retention.js';
import type {Rotation} from '../recording/rotation.js';
import {checked, type SharedFlags} from './flags.js';
import {checkServiceFlags, type ServiceFlags} from './service-flags.js';

export type RecordFlags = SharedFlags &
	ServiceFlags & {
		readonly output: string;
		readonly rotate?: Rotation;
		readonly keep?: Keep;
		readonly onRotate?: string;
		readonly marketsFrom?: string;
		readonly force?: true;
	};

/** Whether it is written to stdout. */
export const isStream = ({output}: RecordFlags) => output === '-';

/** Throws a `UsageError` where the flags do not go together. */
export const checkFlags = (flags: RecordFlags): void => {
	const {rotate, keep, onRotate, force, output} = flags;
	if (isStream(flags) && rotate)
		throw new UsageError('--rotate needs files: "-o -" is one stream to stdout');
	if (force && rotate)
		throw new UsageError(
			'--rotate writes over no file: leave out -f, and it goes on after the last part',
		);
	if (!rotate && /[/\\]$/.test(output))
		throw new UsageError(
			`${output} is a folder: name a file, or write --rotate day for files in it`,
		);
	if (keep && !rotate) throw new UsageError('--keep needs --rotate: it removes old parts');
	if (onRotate !== undefined && !rotate)
		throw new UsageError('--on-rotate needs --rotate: it is run for each part');
	if (onRotate?.trim() === '') throw new UsageError('--on-rotate is empty: name a command');
	if (flags.since !== null && rotate)
		throw new UsageError('--rotate and --from cannot be used together: history is one file');
	if (flags.since !== null && flags.http)
		throw new UsageError('--http and --from cannot be used together: what was has no health');
	checkServiceFlags(flags);
};

export const addPartOptions = (command: Command): Command =>
	command
		.option(
			'--rotate <limit>',
			'begin a new file each day (of UTC), or after 1h, 30m or 500MB: in a folder they have the time in their names, else FILE-0001, FILE-0002, …; a full disk is waited for, SIGHUP begins a new file, SIGTERM ends with 0',
			checked(parseRotation),
		)
		.option(
			'--keep <limit>',
			'with --rotate: remove the oldest files that are older than 30d or 12h, or above 100GB in all',
			checked(parseKeep),
		)
		.option(
			'--on-rotate <command>',
			'with --rotate: run this in a shell for each file that is closed; STEEM_TUI_PART is its path',
		);
