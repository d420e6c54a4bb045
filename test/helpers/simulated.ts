import {systemClock} from '../../source/clock.js';
import {
	startSimulator,
	type Simulator,
	type SimulatorOptions,
} from '../../source/simulator/simulator.js';

/** Simulated exchanges on loopback, and the environment that leads the program to them. */
export type Simulated = {
	readonly simulator: Simulator;
	readonly environment: Readonly<Record<string, string>>;
};

export const startSimulated = async (
	seed: number,
	options: Omit<SimulatorOptions, 'seed' | 'clock'> = {},
): Promise<Simulated> => {
	const simulator = await startSimulator({...options, seed, clock: systemClock});
	const {binance, huobi} = simulator.endpoints;
	return {
		simulator,
		environment: {
			STEEM_TUI_BINANCE_WS: binance.ws,
			STEEM_TUI_BINANCE_REST: binance.rest,
			STEEM_TUI_HUOBI_WS: huobi.ws,
			STEEM_TUI_HUOBI_REST: huobi.rest,
		},
	};
};
