/**
 * What relays and viewers cost, next to sessions that read the exchange themselves: npm run bench:relay -- [seconds]
 * The built program runs as it does for users, over sockets: an exchange of 40 markets with 5 messages a second each,
 * a real nats-server, relays and viewers are processes of their own, whose processor time is read from /proc: Linux.
 */
import {fileURLToPath} from 'node:url';
import {leaseMs} from '../../../source/relay/subjects.js';
import {freshMs} from '../../../source/relay/vouching.js';
import {skipWithoutNats, startNats} from '../../helpers/start-nats.js';
import {seekInHour} from './history.js';
import {watchLateness} from './lateness.js';
import {agesOf, countWhole, readHour, wireRatio} from './measures.js';
import {openTestBus} from './open-test-bus.js';
import {countPacks} from './packs.js';
import {memoryOf, shareOf, sleep, startNode, type Running} from './processes.js';

if (skipWithoutNats !== false) {
	process.stderr.write(`${skipWithoutNats}\n`);
	process.exit(1);
}

const seconds = Number(process.argv[2] ?? 10);
const [markets, perSecond, levels, viewers] = [40, 5, 500, 100];
const fileOf = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url));
const program = process.env['STEEM_TUI_PROGRAM'] ?? 'dist/cli.js';
const names = Array.from({length: markets}, (_, index) => `M${index}/USDT`);
const tell = (text: string) => void process.stderr.write(`${text}\n`);

const server = await startNats();
const exchange = startNode([fileOf('exchange'), ...[markets, perSecond, levels].map(String)]);
const port = await exchange.until(line => /^\d+$/.test(line));
const environment = {
	STEEM_TUI_BINANCE_WS: `ws://127.0.0.1:${port}`,
	STEEM_TUI_BINANCE_REST: `http://127.0.0.1:${port}`,
};

const start = (command: string, ...more: readonly string[]): Running =>
	startNode([program, command, ...names, '--exchange', 'binance', ...more], environment);

/** Follows all books and prints nothing of them; resolves once all are in sync. */
const startWatch = async (...more: readonly string[]): Promise<Running> => {
	const watch = start('watch', '--show', 'trades', '--http', '0', ...more);
	const line = await watch.until(text => text.includes('health and metrics at'));
	const url = `${/at (\S+)/.exec(line)?.[1] ?? ''}/health`;
	while ((await fetch(url)).status !== 200) await sleep(100);
	return watch;
};

const startRelay = async (name: string, isFirst: boolean, ...more: readonly string[]) => {
	const relay = start('relay', '--nats', server.url, '--name', name, '--http', '0', ...more);
	const owned = () => relay.lines.filter(line => line.includes('published from here, as')).length;
	while (isFirst && owned() < markets) {
		await relay.until(() => true);
		await sleep(100);
	}
	const said = await relay.until(text => text.includes('health and metrics at'));
	const url = `${/at (\S+)/.exec(said)?.[1] ?? ''}/metrics`;
	return {
		...{...relay, owned},
		/** Resolves once all books are live with it, whoever owns them. */
		async untilLive() {
			for (let live = 0; live < markets; await sleep(200)) {
				const metrics = await (await fetch(url)).text();
				live = metrics
					.split('\n')
					.filter(line => /^steem_tui_relay_book_live\b.* 1$/.test(line)).length;
			}
		},
	};
};

/** For so long at the least all have gone on, of processes that were started together: V8 compiles most by then. */
const warmMs = 20_000;

/** Of processes that are measured beside each other, which have done so for as long. */
const share = async (afterMs: number, ...running: readonly {readonly pid: number}[]) => {
	await sleep(afterMs);
	return shareOf(
		running.map(({pid}) => pid),
		seconds * 1000,
	);
};

const nats = {pid: server.pid()};
process.once('exit', () => process.kill(nats.pid));

// Each is measured beside sessions that were started with it, at the same time: what else the machine does is in both.
tell('a relay without the wire');
let sessions = await startWatch();
const bare = await startRelay('desk-1', true, '--no-wire');
await bare.untilLive();
const [aloneBare = 0, withBooks = 0, serverBooks = 0] = await share(warmMs, sessions, bare, nats);
await Promise.all([bare.kill(), sessions.kill()]);
// Its name is free once its lease is over.
await sleep(leaseMs);

tell('a relay with the wire, and viewers');
sessions = await startWatch();
const relay = await startRelay('desk-1', true);
const viewer = await startWatch('--nats', server.url);
await relay.untilLive();
const [alone = 0, withWire = 0, viewing = 0, serverBoth = 0] = await share(
	...[warmMs, sessions, relay, viewer, nats],
);
await sessions.kill();
const memory = {relay: memoryOf(relay.pid), viewer: memoryOf(viewer.pid)};
await viewer.kill();

/** Milliseconds until so many viewers were live, and the server's share of a processor then. */
const join = async (count: number, books: number) => {
	const joined = startNode(
		[fileOf('viewers'), server.url, ...[count, books, markets].map(String)],
		environment,
	);
	const ms = Number(await joined.until(line => Number.isFinite(Number(line))));
	const [cpu = 0] = await share(3000, nats);
	await joined.kill();
	return {ms, cpu};
};
const many = await join(viewers, 2);
const one = await join(1, markets);
const single = await join(1, 2);

const bus = await openTestBus(server.url);
const ratio = await wireRatio(bus);

tell('a relay that is killed');
const second = await startRelay('desk-2', false);
await second.until(line => line.includes('relays: desk-1, desk-2'));
const lateness = await watchLateness(bus, {
	...{names, everyMs: 1000 / perSecond},
	clockUrl: `http://127.0.0.1:${port}/clock`,
});
await second.untilLive();
// Those that are its own by now were handed over; and the words of the others have a while.
await sleep(leaseMs);
const before = second.owned();
const ownedByFirst = relay.owned() - before;
const killedAt = performance.now();
await relay.kill();
while (second.owned() < before + ownedByFirst) await sleep(10);
const takeOver = (performance.now() - killedAt) / leaseMs;
const whole = await countWhole(bus, 2);
await sleep(leaseMs);
const latest = lateness.latest();
lateness.stop();
await second.kill();
await exchange.kill();

tell('a message to a hundred connections, and answers to them');
const subjectOf = (room: 'log' | 'now', kind: 'tick' | 'mark') =>
	`steem-tui.v1.${room}.bench.A-B.${kind}`;
let position = 0;
const [core = 0, republished = 0] = await agesOf(
	fileOf('viewers'),
	{...{url: server.url, count: viewers}, seconds},
	[
		{
			subject: subjectOf('now', 'tick'),
			async send(bytes) {
				bus.publish(subjectOf('now', 'tick'), bytes);
			},
		},
		{
			subject: subjectOf('now', 'mark'),
			async send(bytes) {
				const appended = await bus.append(subjectOf('log', 'mark'), bytes, position);
				if (appended.type === 'stored') position = appended.sequence;
			},
		},
	],
);
const packs = await countPacks(bus, fileOf('viewers'), {
	...{url: server.url, count: viewers, levels},
});

tell('an hour of history');
const seeks = await seekInHour(bus, {perSecond, levels, seeks: 60});
const seekAt = (share: number) => seeks[Math.floor(seeks.length * share)] ?? Number.NaN;
const hour = await readHour(bus, perSecond);
await bus.close();

/** Of the target it is to be no more, or with `least`, no less. */
type Figure = readonly [what: string, is: number, target: number | null, isLeast?: 'least'];
const figures: readonly Figure[] = [
	['relay without the wire ÷ its sessions alone, CPU', withBooks / aloneBare, 2.5],
	['relay with the wire ÷ its sessions alone, CPU', withWire / alone, 3],
	['viewer ÷ sessions on the exchange, CPU', viewing / alone, 1],
	[`${viewers} viewers of 2 ÷ 1 viewer of ${markets}, CPU of the server`, many.cpu / one.cpu, 2],
	[`republished ÷ NATS core, median at ${viewers} viewers`, republished / core, 2],
	[`${viewers} joining ÷ 1 joining, time from connecting to the books`, many.ms / single.ms, 20],
	[`packs of a book a position, ${viewers} joining`, packs, 1],
	['fresh limit ÷ lateness of what is shown live, one killed', freshMs / latest, 1, 'least'],
	['take-over warm ÷ lease', takeOver, 1.2],
	['books of 40 that were begun anew with it, whole', whole, null],
	['wire log ÷ capture lines, bytes', ratio, 0.25],
	['a moment of an hour of one book, milliseconds', seekAt(0.5), 200],
	['the same, of ten the second slowest', seekAt(0.9), null],
	['an hour of one book’s wire read to its end, seconds', hour, null],
];
process.stdout.write(
	`| ${markets} books, ${perSecond} messages/s each | measured | target |\n|---|---:|---:|\n${figures
		.map(([what, is, target, least]) => {
			const bound = target === null ? '' : `${least ? '≥' : '≤'} ${target}`;
			return `| ${what} | ${is.toFixed(2)} | ${bound} |`;
		})
		.join('\n')}\n`,
);
const percent = (value: number) => `${value.toFixed(1)} %`;
process.stdout.write(
	`\nOf a core: sessions ${percent(alone)}, relay ${percent(withBooks)} and ${percent(withWire)} with the wire, viewer ${percent(viewing)}, server ${percent(serverBooks)} and ${percent(serverBoth)}, ${percent(many.cpu)} with ${viewers} viewers of 2. Memory: relay ${memory.relay.toFixed(0)} MB, viewer ${memory.viewer.toFixed(0)} MB. ${viewers} were answered in ${many.ms.toFixed(0)} ms, 1 in ${single.ms.toFixed(1)} ms. Heard after ${core.toFixed(2)} ms from NATS core, ${republished.toFixed(2)} ms republished.\n`,
);
const isFar = ([, is, target, least]: Figure) =>
	target !== null && (least ? is < target / 1.5 : is > target * 1.5);
process.exit(figures.some(isFar) ? 1 : 0);
