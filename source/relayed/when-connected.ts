import type {Bus} from '../transport/bus.js';

/** Resolves once the bus is there, or never will be. */
export const whenConnected = (bus: Pick<Bus, 'state' | 'onState'>): Promise<void> =>
	new Promise(resolve => {
		const isSettled = () => ['connected', 'failed', 'closed'].includes(bus.state().type);
		if (isSettled()) {
			resolve();
			return;
		}
		const unlisten = bus.onState(() => {
			if (!isSettled()) return;
			unlisten();
			resolve();
		});
	});
