import type {Clock} from '../clock.js';
import {describeSpan, withCode} from '../faults.js';
import type {Bus, BusState} from '../transport/bus.js';

/** Why a server cannot be used, in a sentence. */
export const describeRefusal = (address: string, {error}: BusState & {type: 'failed'}): string =>
	`${address} cannot be used: ${error.message}`;

/** Resolves with why the server cannot be used any more, in a sentence, once it refuses us: nothing more comes of it. */
export const untilRefused = (bus: Pick<Bus, 'address' | 'state' | 'onState'>): Promise<string> =>
	new Promise(resolve => {
		const look = (state: BusState) => {
			if (state.type === 'failed')
				resolve(withCode(describeRefusal(bus.address, state), 'bus-lost'));
		};
		bus.onState(look);
		look(bus.state());
	});

const whyNot = ({address}: Bus, state: BusState, patienceMs: number): string => {
	if (state.type === 'failed') return describeRefusal(address, state);
	const reason = 'reason' in state && state.reason !== null ? `: ${state.reason}` : '';
	return `cannot reach ${address} in ${describeSpan(patienceMs)}${reason}`;
};

/**
 * Resolves with null once it is connected; with why not, in a sentence, where it cannot be used or is not reached in
 * time, or before the signal.
 */
export const untilConnected = (
	bus: Bus,
	clock: Pick<Clock, 'after'>,
	patienceMs: number,
	signal?: AbortSignal,
): Promise<string | null> =>
	new Promise(resolve => {
		const look = (isOver: boolean) => {
			const state = bus.state();
			if (state.type !== 'connected' && state.type !== 'failed' && !isOver) return;
			stop();
			cancel();
			signal?.removeEventListener('abort', giveUp);
			resolve(state.type === 'connected' ? null : whyNot(bus, state, patienceMs));
		};
		const giveUp = () => look(true);
		const stop = bus.onState(() => look(false));
		const cancel = clock.after(patienceMs, giveUp);
		signal?.addEventListener('abort', giveUp);
		// It may have come while the client of the server was loaded.
		look(signal?.aborted === true);
	});
