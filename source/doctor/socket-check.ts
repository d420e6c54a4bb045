import {describeFault, type FeedFault} from '../faults.js';
import type {Market} from '../exchanges/exchange.js';
import {assumeMarket} from '../feed/assume-market.js';
import {hostOf} from '../feed/host-choice.js';
import type {Venue} from '../feed/venue.js';
import {heldFault, type HostHolds} from '../feed/host-holds.js';
import {fromClose} from '../feed/network-faults.js';
import {TransportError, type SocketEvent} from '../transport/transport.js';
import type {Finding} from './finding.js';
import {askHosts, pauseNote, type Outcome} from './host-outcomes.js';
import type {Network, PairName} from './network.js';
import {portalRemedy, remedyForError, remedyForStatus, type Circumstances} from './remedies.js';

/** How long a socket may be silent before it is called quiet. */
const patienceMs = 3000;

/** The market that was named for the exchange alone, else the one for all. */
const toMarket = ({exchange, wanted}: Venue, market: PairName): Market =>
	assumeMarket(exchange, wanted?.type === 'pair' ? wanted : market);

type Close = Extract<SocketEvent, {type: 'close'}>;

const explainClose = (
	event: Close,
	host: string,
	circumstances: Circumstances,
	wallNow: number,
): Outcome => {
	const {reason, status, errorCode, answer, proxyAnswer} = event;
	const fault = fromClose(event, host);
	if (fault.code === 'in-between') {
		const [words = ''] = describeFault(fault).split(';');
		const from = circumstances.addressFrom;
		const remedy = from === null ? portalRemedy : `check the address, which comes from ${from}`;
		return {result: 'fail', sentence: `${host}: ${words}`, remedy, code: fault.code};
	}
	const remedy =
		status === undefined
			? remedyForError(new TransportError(reason, errorCode), circumstances)
			: remedyForStatus(status, circumstances);
	const sentence = reason + pauseNote(answer ?? proxyAnswer, wallNow);
	const result = status === 429 || status === 418 ? 'warn' : 'fail';
	return {result, sentence, remedy, code: fault.code};
};

/** Opens a socket as the program does, subscribes, and waits a moment for something to come. */
const tryAddress = (
	address: string,
	venue: Venue,
	{transport, clock, market}: Network,
	circumstances: Circumstances,
): Promise<Outcome> => {
	const [channel] = venue.exchange.channels;
	const listed = toMarket(venue, market);
	const host = hostOf(address);
	const beganAt = clock.now();
	const ms = () => `${Math.max(1, Math.round(clock.now() - beganAt))} ms`;

	return new Promise(resolve => {
		let opened = '';
		let cancel = () => {};
		const end = (sentence: string) => {
			cancel();
			socket.close();
			resolve({result: 'ok', sentence, remedy: null});
		};
		const handle = (event: SocketEvent) => {
			switch (event.type) {
				case 'open': {
					opened = ms();
					const client = channel.createClient(listed);
					for (const output of client({type: 'open'}))
						if (output.type === 'send') socket.send(output.data);
					cancel = clock.after(patienceMs, () => {
						const quiet = `nothing came within ${patienceMs / 1000} s, as with a quiet market`;
						end(`${host} opens in ${opened}, ${quiet}`);
					});
					break;
				}
				case 'message':
				case 'ping':
				case 'pong':
					end(`${host} opens in ${opened}, the first message comes after ${ms()}`);
					break;
				case 'close':
					cancel();
					resolve(explainClose(event, host, circumstances, clock.wall()));
			}
		};
		const socket = transport.connect(address + channel.path(listed), handle);
	});
};

/** What is said of a host that has asked for a pause just now. */
const leaveAlone = (host: string, fault: FeedFault): Outcome => ({
	result: 'warn',
	sentence: `${host} was not asked: ${describeFault(fault)}`,
	remedy: 'run the doctor again after the pause',
	code: fault.code,
});

/** Whether an exchange's hosts open sockets, and something comes of them. */
export const checkSocket = (venue: Venue, network: Network, holds: HostHolds): Promise<Finding> =>
	askHosts(venue, network, {
		check: 'WebSocket',
		kinds: ['ws'],
		keyOf: address => address,
		async ask(address, circumstances) {
			const hold = holds.of(address);
			if (hold) return leaveAlone(hostOf(address), heldFault(hold));
			return tryAddress(address, venue, network, circumstances);
		},
	});
