import './strict-statuses.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import type {Venue} from '../../source/feed/venue.js';
import type {SimulatedId} from '../../source/simulator/market-list.js';
import type {Levels} from '../../source/simulator/market-model.js';
import {createRandom} from '../../source/random.js';
import {startSimulator} from '../../source/simulator/simulator.js';
import {createNetwork} from '../soak/network/network.js';
import {createVirtualClock} from '../soak/virtual-clock.js';

const startTime = 1_700_000_000_000;

/** Simulated exchanges and the way to them without a socket, all in this process and on one clock moved by hand. */
export const startVirtual = async (seed: number, exchanges = defaultExchanges, levels?: Levels) => {
	const clock = createVirtualClock(startTime);
	const network = createNetwork(clock, createRandom(`${seed} network`));
	const simulator = await startSimulator({
		...{seed, clock, listen: network.listen},
		...(levels && {levels}),
		exchanges: exchanges.map(({id}) => id as SimulatedId),
	});
	const venues = exchanges.map((exchange): Venue => ({
		exchange,
		endpoints: simulator.endpoints[exchange.id as SimulatedId],
	}));
	return {clock, simulator, venues, transport: network.transport, random: createRandom(`${seed}`)};
};
