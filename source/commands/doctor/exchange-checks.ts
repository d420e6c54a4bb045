import type {Venue} from '../../feed/venue.js';
import type {Finding} from './finding.js';
import {checkNames, checkTls} from './host-checks.js';
import type {Network} from './network.js';
import {checkRest} from './rest-check.js';
import {checkSocket} from './socket-check.js';

/** All checks of one exchange at once, in the order in which they are shown. */
export const checkExchange = (
	venue: Venue,
	network: Network,
): readonly Promise<readonly Finding[]>[] => {
	const one = async (finding: Promise<Finding>) => [await finding];
	return [
		one(checkNames(venue, network)),
		one(checkTls(venue, network)),
		checkRest(venue, network),
		one(checkSocket(venue, network)),
	];
};
