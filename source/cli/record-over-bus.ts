import {systemClock} from '../clock.js';
import type {PartsPlan, StartedCapture} from '../commands/record-parts.js';
import type {HoldName} from '../files/hold-name.js';
import type {OpenFile} from '../files/file-system.js';
import type {MarketChoice} from '../options/market-choice.js';
import type {Service} from '../service/service.js';
import type {NatsAddress} from '../transport/nats-address.js';
import {withBus} from './over-bus.js';
import {progressOutput} from './progress-output.js';
import {isStream, type RecordFlags} from './record-flags.js';
import {console, version} from './run.js';

type Way = {
	readonly stopped: Promise<number>;
	readonly plan: PartsPlan | null;
	readonly open: OpenFile;
	readonly hold: HoldName;
	readonly onStart: (capture: StartedCapture) => void;
	readonly service: Pick<Service, 'follow'> | null;
};

/** Records what relays keep. Returns the exit code. */
export const recordOverBus = async (
	choices: readonly MarketChoice[],
	flags: RecordFlags,
	nats: NatsAddress,
	{plan, ...way}: Way,
): Promise<number> => {
	const {since, exchange: exchanges, for: forMs = Infinity} = flags;
	const {recordRelayed} = await import('../commands/record-relayed.js');
	const to = since === null ? 0 : Math.min(since + forMs, systemClock.wall());
	return withBus(nats, console.complain, bus =>
		recordRelayed(
			{
				...{choices, exchanges, appVersion: version, plan},
				path: isStream(flags) ? 'stdout' : flags.output,
				stretch: since === null ? null : {from: since, to},
			},
			{
				...{...way, bus, clock: systemClock, random: Math.random, complain: console.complain},
				output: progressOutput(isStream(flags)),
			},
		),
	);
};
