import type {Clock} from '../clock.js';
import {createFindings, type Finding} from '../doctor/finding.js';
import {exitCodes, type Console} from '../output/console.js';
import {listOffered} from '../relay/offered-books.js';
import {allLeases, relayOfLease} from '../relay/subjects.js';
import {BusError, type Bus} from '../transport/bus.js';

const check = async (name: string, find: () => Promise<Finding>): Promise<Finding> => {
	try {
		return await find();
	} catch (error) {
		if (!(error instanceof BusError)) throw error;
		const remedy =
			error.code === 'denied'
				? 'let this login read it: docs/operations/nats-server.conf has the permissions of a reader'
				: 'start a relay: it makes what is missing';
		return createFindings(name).fail(`${error.message}.`, remedy);
	}
};

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Checks the way to the relays, and who is there; no exchange is touched. Returns the exit code. */
export const runRelayedDoctor = async (
	bus: Bus,
	console: Pick<Console, 'write'>,
	{clock, isJson}: {readonly clock: Pick<Clock, 'now'>; readonly isJson: boolean},
): Promise<number> => {
	const reached = createFindings('NATS').ok(
		`${bus.address} is reached, lets us in and stores messages.`,
	);
	const relays = await check('Relays', async () => {
		const askedAt = clock.now();
		const names = (await bus.names(allLeases)).flatMap(name => relayOfLease(name)?.name ?? []);
		const ms = Math.round(clock.now() - askedAt);
		const {ok, fail} = createFindings('Relays');
		return names.length > 0
			? ok(`${plural(names.length, 'relay')}: ${names.sort().join(', ')}; answered in ${ms} ms.`)
			: fail('No relay is there.', 'start one: steem-tui relay --nats URL');
	});
	const books = await check('Books', async () => {
		const offered = await listOffered(bus);
		const {ok, warn} = createFindings('Books');
		return offered.length > 0
			? ok(`${plural(offered.length, 'book')} can be read.`)
			: warn('No book can be read yet.', 'wait until the relays are in sync with the exchanges');
	});
	const findings = [reached, relays, books];
	for (const {check: name, result, sentence, remedy} of findings)
		console.write(
			isJson
				? `${JSON.stringify({check: name.toLowerCase(), result, sentence, ...(remedy === null ? {} : {remedy})})}\n`
				: `${result.padEnd(4)}  ${name.padEnd(6)}  ${sentence}\n${remedy === null ? '' : `              remedy: ${remedy}\n`}`,
		);
	return findings.some(({result}) => result === 'fail') ? exitCodes.failed : exitCodes.done;
};
