import type {Command} from 'commander';
import {systemClock} from '../clock.js';
import {whyNotListening} from '../commands/why-not-listening.js';
import {parseListen, type Listen} from '../options/listen.js';
import {parseDuration, UsageError} from '../options/options.js';
import type {Service, ServiceOptions} from '../service/service.js';
import {checked} from './flags.js';
import {console} from './run.js';

/** What a command knows that can tell how it is doing. */
export type ServiceFlags = {
	readonly http?: Listen;
	/** Milliseconds. */
	readonly grace?: number;
};

const usualGraceMs = 30_000;

export const addServiceOptions = (command: Command): Command =>
	command
		.option(
			'--http <address>',
			'serve /health and /metrics (Prometheus) at HOST:PORT; a port alone is of this machine only',
			checked(parseListen),
		)
		.option(
			'--grace <duration>',
			'for so long after it was live a book is healthy for /health (default: 30s)',
			checked(parseDuration),
		);

/** Throws a `UsageError` where the flags do not go together. */
export const checkServiceFlags = ({http, grace}: ServiceFlags): void => {
	if (grace !== undefined && !http) throw new UsageError('--grace needs --http');
};

/** Serves where it is asked for; null where it is not, and where it cannot be, which it complains of. */
export const serveHealth = async (
	{http, grace = usualGraceMs}: ServiceFlags,
	recording: ServiceOptions['recording'],
	relay?: ServiceOptions['relay'],
): Promise<Service | 'failed' | null> => {
	if (!http) return null;
	const {startService} = await import('../service/service.js');
	try {
		const options = {listen: http, graceMs: grace, clock: systemClock, recording, relay};
		const service = await startService(options);
		console.complain(`health and metrics at ${service.url}`);
		return service;
	} catch (error) {
		const why = whyNotListening(error as NodeJS.ErrnoException);
		console.complain(`${http.host}:${http.port} cannot be served at: ${why}`);
		return 'failed';
	}
};
