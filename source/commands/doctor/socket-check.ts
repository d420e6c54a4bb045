import type {Clock} from '../../clock.js';
import type {Market} from '../../exchanges/exchange.js';
import type {Venue} from '../../session.js';
import {TransportError, type SocketEvent, type Transport} from '../../transport/transport.js';
import {createFindings, type Finding} from './finding.js';
import {remedyForError, remedyForStatus, type Circumstances} from './remedies.js';

export type PairName = {readonly base: string; readonly quote: string};

type Context = {readonly transport: Transport; readonly clock: Clock; readonly market: PairName};

/** How long a socket may be silent before it is called quiet. */
const patienceMs = 3000;

const toMarket = ({exchange}: Venue, {base, quote}: PairName): Market => ({
	base,
	quote,
	symbol: exchange.toSymbol(base, quote),
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
});

type Close = Extract<SocketEvent, {type: 'close'}>;

const explainClose = ({reason, status, errorCode}: Close, circumstances: Circumstances): string =>
	status === undefined
		? remedyForError(new TransportError(reason, errorCode), circumstances)
		: remedyForStatus(status, circumstances);

/** Opens the socket as the program does, subscribes, and waits a moment for something to come. */
export const checkSocket = (
	venue: Venue,
	{transport, clock, market}: Context,
	circumstances: Circumstances,
): Promise<Finding> => {
	const {exchange, endpoints} = venue;
	const {ok, fail} = createFindings('WebSocket', exchange);
	const [channel] = exchange.channels;
	const listed = toMarket(venue, market);
	const {host} = new URL(endpoints.ws);
	const beganAt = clock.now();
	const ms = () => `${Math.max(1, Math.round(clock.now() - beganAt))} ms`;

	return new Promise(resolve => {
		let opened = '';
		let cancel = () => {};
		const end = (finding: Finding) => {
			cancel();
			socket.close();
			resolve(finding);
		};
		const handle = (event: SocketEvent) => {
			switch (event.type) {
				case 'open': {
					opened = ms();
					const client = channel.createClient(listed);
					for (const output of client({type: 'open'}))
						if (output.type === 'send') socket.send(output.data);
					cancel = clock.after(patienceMs, () => {
						const quiet = `${host} opens in ${opened}; nothing came within ${patienceMs / 1000} s, as with a quiet market.`;
						end(ok(quiet));
					});
					break;
				}
				case 'message':
				case 'ping':
					end(ok(`${host} opens in ${opened}, the first message comes after ${ms()}.`));
					break;
				case 'close':
					cancel();
					resolve(fail(`${event.reason}.`, explainClose(event, circumstances)));
			}
		};
		const socket = transport.connect(endpoints.ws + channel.path(listed), handle);
	});
};
