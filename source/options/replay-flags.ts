import {UsageError} from './options.js';
import type {ReplaySpeed} from './replay-options.js';

export type ReplayFlags = {
	/** Files of one capture. */
	readonly replay?: readonly string[];
	/** Times as fast as it was; 1 where it is not said. */
	readonly speed?: ReplaySpeed;
	/** Milliseconds from the capture's start. */
	readonly from?: number | undefined;
};

type OtherFlags = {
	readonly live?: true;
	readonly demo?: true;
	readonly record?: true | string;
	readonly log?: string;
};

/** Throws where the flags of replay stand with others that they make no sense with. */
export const checkReplayFlags = (
	{replay, speed, from}: ReplayFlags,
	{live, demo, record, log}: OtherFlags,
	command: string,
): void => {
	if (!replay) {
		if (speed !== undefined) throw new UsageError('--speed needs --replay, or --nats and --from');
		if (from !== undefined) throw new UsageError('--from needs --replay or --nats');
		return;
	}
	if (live || demo)
		throw new UsageError(`--replay and --${live ? 'live' : 'demo'} cannot be used together`);
	if (record !== undefined)
		throw new UsageError(
			'--replay and --record cannot be used together: it is a recording already',
		);
	if (log !== undefined)
		throw new UsageError(
			'--replay and --log cannot be used together: a log is of what happens now',
		);
	if (speed === 'max' && command === 'steem-tui')
		throw new UsageError('--speed max is for watch: the app takes 0.25 to 64');
};
