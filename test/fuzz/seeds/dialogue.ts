import {toMessage} from '../../../source/capture/capture-format.js';
import {startVirtual} from '../../helpers/virtual-exchanges.js';
import {parseCapture, recordCapture} from './captures.js';

/** What both exchanges say to whoever asks and connects, by the paths of the addresses. */
export type Dialogue = {
	readonly bodies: Readonly<Record<string, string>>;
	/** In order; bytes are packed. */
	readonly messages: Readonly<Record<string, readonly (string | Buffer)[]>>;
};

const pathOf = (url: string) => new URL(url).pathname;

/** Most of what is said on one connection: each is said thousands of times. */
const mostMessages = 60;

/** What `doctor` and a second look ask for besides. */
const others = {binance: ['/api/v3/time', '/api/v3/exchangeInfo'], huobi: ['/v1/common/timestamp']};

const askOthers = async (): Promise<Record<string, string>> => {
	const {clock, simulator, transport} = await startVirtual(3);
	const bodies: Record<string, string> = {};
	for (const exchange of ['binance', 'huobi'] as const)
		for (const path of others[exchange]) {
			const asked = transport.get(simulator.endpoints[exchange].rest + path);
			await clock.run(2000);
			bodies[path] = (await asked).body;
		}
	await simulator.stop();
	return bodies;
};

export const makeDialogue = async (): Promise<Dialogue> => {
	const text = await recordCapture({seed: 3, markets: ['STEEM/USDT'], ms: 2500});
	const bodies = await askOthers();
	const paths = new Map<number, string>();
	const messages: Record<string, (string | Buffer)[]> = {};
	for (const event of parseCapture(text).events) {
		if (event.kind === 'open') paths.set(event.connection, pathOf(event.url));
		if (event.kind === 'http') bodies[pathOf(event.url)] ??= event.data;
		if (event.kind !== 'ws') continue;
		const said = (messages[paths.get(event.connection) ?? ''] ??= []);
		if (said.length < mostMessages) said.push(toMessage(event));
	}
	return {bodies, messages};
};
