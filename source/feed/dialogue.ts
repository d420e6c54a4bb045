import type {BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import type {ClientInput, ClientOutput, ExchangeClient} from '../exchanges/exchange.js';
import type {FeedProof} from '../exchanges/subscription.js';
import type {FeedFault} from '../faults.js';
import {createClientCalls} from './client-calls.js';
import type {ConnectionListener} from './connection-listener.js';
import {createErrands, type ErrandPort} from './errands.js';
import type {RestGate, Urgency} from './rest-gate.js';

type Options = {
	readonly client: ExchangeClient;
	readonly clock: Clock;
	readonly rest: RestGate;
	/** How much a snapshot is needed while there is no book. @default now */
	readonly urgency?: () => Urgency;
	readonly listener: ConnectionListener;
	readonly port: Pick<ErrandPort, 'send' | 'answer' | 'told' | 'lose'>;
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

/** Tells the client of a connection what happens, and the feed what becomes of the book by that. */
export const createDialogue = (options: Options) => {
	const {client, clock, rest, urgency = () => 'now', listener, port} = options;
	const calls = createClientCalls(client);
	let isInSync = false;

	const errands = createErrands({
		...{clock, rest, listener, isAwaited: () => !isInSync},
		urgency: () => (isInSync ? 'now' : urgency()),
		port: {
			...port,
			onBody(body) {
				dispatch({type: 'response', body});
			},
			// While there is no book, this is why.
			onRefused(fault, retryAt) {
				if (!isInSync) listener.onSyncing(fault, retryAt);
			},
		},
	});

	const dispatch = (input: ClientInput): void => {
		const outputs = calls.ask(input, isInSync);
		if (!outputs.every(errands.carryOut)) return;
		const {changes, proof, note, syncing, audit, doubt} = sum(outputs);
		if (syncing) {
			isInSync = false;
			errands.outOfSync();
		} else if (changes.length > 0 && !isInSync) {
			isInSync = true;
			errands.inSync();
		}
		const fault = proof ? listener.onBook(changes, proof, note) : null;
		if (syncing) listener.onSyncing(syncing.fault, errands.nextAt());
		else if (fault) dispatch({type: 'resync', fault});
		else if (audit) listener.onAudit(audit.changes, audit.lag);
		else if (doubt && isInSync) listener.onDoubt(doubt.fault);
	};

	return {
		dispatch,
		/** An answer to what was asked for so far is too old: the computer slept, or something came to speak against the book. */
		forget() {
			errands.forget();
			dispatch({type: 'forget'});
		},
		/** Asks for a fresh snapshot to compare the book with. */
		audit() {
			if (isInSync) errands.auditing();
			dispatch({type: 'audit'});
		},
		auditingSince: errands.auditingSince,
		/** The book has been in sync for a while: past trouble no longer counts. */
		calm() {
			calls.calm();
			errands.calm();
		},
		/** Nothing that is still on its way counts. */
		end: errands.forget,
	};
};
