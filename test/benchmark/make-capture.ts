import {createWriteStream, existsSync, renameSync} from 'node:fs';
import {once} from 'node:events';
import {createGzip} from 'node:zlib';
import {pipeline} from 'node:stream/promises';
import {PassThrough} from 'node:stream';
import {encodeEvent, encodeHeader} from '../../source/capture/capture-format.js';
import {parseWantedMarket} from '../../source/market-name.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {isListOf} from '../../source/session/list-urls.js';
import {startSession} from '../../source/session/session.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

export type CaptureWish = {
	/** Where it is to lie, packed. */
	readonly path: string;
	/** Of simulated time. */
	readonly minutes: number;
	readonly market: string;
	/** @default those that the program follows where nothing is said */
	readonly exchanges?: Parameters<typeof startVirtual>[1] | undefined;
};

/** Minutes that are simulated between two looks at the disk. */
const stepMs = 10_000;

/** Records simulated exchanges on a clock moved by hand: an hour takes a minute. What is there already stays. */
export const makeCapture = async ({
	path,
	minutes,
	market,
	exchanges,
}: CaptureWish): Promise<void> => {
	if (existsSync(path)) return;
	const wanted = parseWantedMarket(market);
	if (!wanted) throw new RangeError(`no market: ${market}`);
	const {clock, simulator, venues, transport, random} = await startVirtual(1, exchanges);
	const tap = createTransportTap(transport, isListOf(venues));
	const lines = new PassThrough({highWaterMark: 1 << 24});
	const written = pipeline(lines, createGzip({level: 1}), createWriteStream(`${path}.part`));
	const startedAt = clock.now();
	lines.write(
		encodeHeader({startedAt, market, exchanges: venues.map(({exchange}) => exchange.id), app: '0'}),
	);
	const stopTap = tap.start(event => {
		lines.write(encodeEvent({t: clock.now() - startedAt, ...event}));
	});
	const session = startSession({wanted, venues, transport: tap.transport, clock, random});
	for (let ms = 0; ms < minutes * 60_000; ms += stepMs) {
		await clock.run(stepMs);
		if (lines.writableNeedDrain) await once(lines, 'drain');
	}
	stopTap();
	session.stop();
	await simulator.stop();
	lines.end();
	await written;
	renameSync(`${path}.part`, path);
};
