import type {BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import type {ClientInput, ClientOutput, ExchangeClient} from '../exchanges/exchange.js';
import type {FeedProof} from '../exchanges/subscription.js';
import type {FeedFault} from '../faults.js';
import {createClientCalls} from './client-calls.js';
import type {ConnectionListener} from './connection-listener.js';
import type {RestGate, Urgency} from './rest-gate.js';
import {createSnapshots} from './snapshots.js';

export type DialoguePort = {
	/** Sends over the socket. */
	send(data: string): void;
	/** The connection is of no use; `isUnserved`: another channel may be. */
	lose(fault: FeedFault, isUnserved: boolean): void;
};

type Options = {
	readonly client: ExchangeClient;
	readonly clock: Clock;
	readonly rest: RestGate;
	/** How much a snapshot is needed while there is no book. @default now */
	readonly urgency?: () => Urgency;
	readonly listener: ConnectionListener;
	readonly port: DialoguePort;
};

type OutputOf<Type extends ClientOutput['type']> = ClientOutput & {readonly type: Type};

/** What the outputs of one input say of the book, together. */
const sum = (outputs: readonly ClientOutput[]) => {
	const changes: BookChange[] = [];
	let proof: FeedProof | undefined;
	let note: FeedFault | undefined;
	let syncing: OutputOf<'syncing'> | undefined;
	let audit: OutputOf<'audit'> | undefined;
	let doubt: OutputOf<'doubt'> | undefined;
	for (const output of outputs) {
		if (output.type === 'book') {
			changes.push(output.change);
			({note, proof} = output);
			syncing = undefined;
		} else if (output.type === 'syncing') syncing = output;
		else if (output.type === 'audit') audit = output;
		else if (output.type === 'doubt') doubt = output;
	}
	return {changes, proof, note, syncing, audit, doubt};
};

/** Carries out what the client of a connection asks for, and tells the feed what became of the book. */
export const createDialogue = ({
	client,
	clock,
	rest,
	urgency = () => 'now',
	listener,
	port,
}: Options) => {
	const calls = createClientCalls(client);
	let isInSync = false;
	/** Since when a snapshot to compare the book with is on its way. */
	let auditingSince: number | null = null;

	const snapshots = createSnapshots({
		...{clock, rest},
		urgency: () => (isInSync ? 'now' : urgency()),
		port: {
			send: port.send,
			onBody(body) {
				dispatch({type: 'response', body});
			},
			// While there is no book, this is why.
			onRefused(fault, retryAt) {
				if (!isInSync) listener.onSyncing(fault, retryAt);
			},
		},
	});

	/** Does what an output asks for at once. Returns whether the connection is of use all the same. */
	const carryOut = (output: ClientOutput): boolean => {
		switch (output.type) {
			case 'send':
				port.send(output.data);
				break;
			case 'request':
				snapshots.want(output.request);
				break;
			case 'trades':
				listener.onTrades(output.trades);
				break;
			case 'audit':
				auditingSince = null;
				// It linked: there is no trouble that the next request should be late for.
				snapshots.calm();
				break;
			case 'unaudited':
				auditingSince = null;
				snapshots.drop();
				listener.onUnaudited(output.fault);
				break;
			case 'renew':
				listener.onRenew(output.fault);
				break;
			case 'unserved':
			case 'reconnect':
				port.lose(output.fault, output.type === 'unserved');
				return false;
			case 'book':
			case 'syncing':
			case 'doubt':
				break;
		}
		return true;
	};

	const dispatch = (input: ClientInput): void => {
		const outputs = calls.ask(input, isInSync);
		if (!outputs.every(carryOut)) return;
		const {changes, proof, note, syncing, audit, doubt} = sum(outputs);
		if (syncing) {
			isInSync = false;
			auditingSince = null;
		} else if (changes.length > 0 && !isInSync) {
			isInSync = true;
			snapshots.drop();
		}
		const fault = proof ? listener.onBook(changes, proof, note) : null;
		if (syncing) listener.onSyncing(syncing.fault, snapshots.nextAt());
		else if (fault) dispatch({type: 'resync', fault});
		else if (audit) listener.onAudit(audit.changes, audit.lag);
		else if (doubt && isInSync) listener.onDoubt(doubt.fault);
	};

	return {
		dispatch,
		/** The computer slept: an answer to what was asked for before is too old. */
		woke() {
			auditingSince = null;
			snapshots.forget();
			dispatch({type: 'woke'});
		},
		/** Asks for a fresh snapshot to compare the book with. */
		audit() {
			auditingSince = isInSync ? clock.now() : null;
			dispatch({type: 'audit'});
		},
		auditingSince: () => auditingSince,
		/** The book has been in sync for a while: past trouble no longer counts. */
		calm() {
			calls.calm();
			// An audit that does not link goes on asking later and later.
			if (auditingSince === null) snapshots.calm();
		},
		/** Nothing that is still on its way counts. */
		end: snapshots.forget,
	};
};
