import {createHostHolds} from '../feed/host-holds.js';
import type {Venue} from '../feed/venue.js';
import {describeAudit, describeLoss} from '../book/proving.js';
import {createFindings, type Finding} from './finding.js';
import {checkNames, checkTls} from './host-checks.js';
import type {Network} from './network.js';
import {checkRest} from './rest-check.js';
import {checkSocket} from './socket-check.js';

/** What proves the books of an exchange: nothing to be checked, but worth knowing. */
const tellProof = ({exchange}: Venue): Finding => {
	const {ok, warn} = createFindings('proof', exchange);
	const {loss, audit} = exchange.channels[0];
	const words = `${exchange.title}: a lost message is seen by ${describeLoss(loss)}, its books are audited by ${describeAudit(audit)}.`;
	if (loss.type !== 'unseen') return ok(words);
	return warn(words, 'trust its books no further than their newest snapshot');
};

/**
 * The checks of one exchange, in the order in which they are shown: all at once but the socket, which
 * keeps to the pauses that the requests are told.
 */
export const checkExchange = (
	venue: Venue,
	network: Network,
): readonly Promise<readonly Finding[]>[] => {
	const holds = createHostHolds(network.clock);
	const rest = checkRest(venue, network, holds);
	const socket = async () => {
		await rest;
		return checkSocket(venue, network, holds);
	};
	const one = async (finding: Promise<Finding> | Finding) => [await finding];
	return [
		...[one(checkNames(venue, network)), one(checkTls(venue, network)), rest, one(socket())],
		one(tellProof(venue)),
	];
};
