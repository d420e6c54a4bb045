/**
 * How long a seek takes in a capture of an hour, at 20 messages a second:
 * node --expose-gc --import=tsx test/benchmark/replay-seek.ts [minutes]
 */
import {createWriteStream, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import {systemClock} from '../../source/clock.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {startReplayIndex} from '../../source/replay/replay-index.js';
import {startReplayPlayer} from '../../source/replay/replay-player.js';
import {exchanges} from '../../source/exchanges/index.js';
import {createRandom} from '../../source/random.js';
import {busyCapture, busyStart} from '../helpers/busy-capture.js';

const seconds = Number(process.argv[2] ?? 60) * 60;
const path = join(tmpdir(), `steem-tui-busy-${process.pid}.jsonl.gz`);
const say = (name: string, value: string) => process.stdout.write(`${name.padEnd(28)}${value}\n`);
const heap = () => {
	globalThis.gc?.();
	const {heapUsed, arrayBuffers, external} = process.memoryUsage();
	return `${((heapUsed + arrayBuffers + external) / 1e6).toFixed(0)} MB`;
};

const spots = (count: number) =>
	Array.from({length: count}, (_, at) => ((at + 1) * seconds) / (count + 1));
await pipeline(
	Readable.from(
		busyCapture({seconds, gaps: spots(7).map(Math.round), closes: spots(5).map(Math.round)}),
	),
	createGzip({level: 1}),
	createWriteStream(path),
);
say('capture', `${seconds} s, ${(statSync(path).size / 1e6).toFixed(1)} MB packed`);
say('memory before', heap());

const opened = await openReplay({paths: [path], market: null, exchanges});
const begun = performance.now();
const index = startReplayIndex(opened);
const player = startReplayPlayer({
	index,
	startedAt: busyStart,
	clock: systemClock,
	speed: 1,
	from: 0,
});
player.control.pause(true);
let longest = 0;
let last = performance.now();
const probe = setInterval(() => {
	longest = Math.max(longest, performance.now() - last - 5);
	last = performance.now();
}, 5);
await index.done;
clearInterval(probe);
say(
	'index',
	`${((performance.now() - begun) / 1000).toFixed(2)} s, ${index.log.chunks.length} chunks`,
);
say('index held keys up for', `${longest.toFixed(0)} ms at most`);
say('packed chunks', `${(index.log.bytes() / 1e6).toFixed(1)} MB`);
say('memory after', heap());

const random = createRandom('seeks');
const times: number[] = [];
for (let count = 0; count < 200; count++) {
	const start = performance.now();
	player.control.seek(random() * index.length());
	await player.settled();
	times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
const share = (part: number) =>
	`${(times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1)} ms`;
say('seek, 200 random places', `median ${share(0.5)}, 99 % ${share(0.99)}, most ${share(1)}`);
say('memory at the end', heap());
player.stop();
rmSync(path);
process.exit(0);
