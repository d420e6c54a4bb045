/**
 * A recorder that is killed and started again, while its disk fills and empties and its clock is set back and on. What
 * it wrote is held against what the exchanges sent. Twelve kills in two minutes: STEEM_TUI_RESTARTS=whole.
 */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync} from 'node:fs';
import {readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {constants, gunzipSync} from 'node:zlib';
import {runProgram, startProgram} from '../helpers/run-program.js';
import {startSimulated, type Simulated} from '../helpers/simulated.js';
import {createSentLog, findStretch, type Stretch} from '../helpers/sent-log.js';
import {mountSmall} from '../helpers/small-disk.js';

const isWhole = process.env['STEEM_TUI_RESTARTS'] === 'whole';
const periodMs = isWhole ? 10_000 : 1500;
const patienceMs = 60_000;
const hourMs = 3_600_000;

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
const clockFile = join(folder, 'clock');
const sent = createSentLog();
let simulator: Simulated['simulator'];
let environment: Record<string, string>;

/** Loaded before the program: the wall clock is as far off as a file says. */
const clockCode = `import {readFileSync} from 'node:fs';
const now = Date.now.bind(Date);
let by = 0;
const read = () => { try { by = Number(readFileSync(${JSON.stringify(clockFile)}, 'utf8')); } catch {} };
read();
setInterval(read, 50).unref();
Date.now = () => now() + by;`;

before(async () => {
	const simulated = await startSimulated(11, {listen: sent.listen});
	simulator = simulated.simulator;
	environment = {
		...simulated.environment,
		NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(clockCode)}`,
	};
});

after(async () => {
	await simulator.stop();
	rmSync(folder, {recursive: true});
});

const until = async (what: string, holds: () => boolean) => {
	const end = Date.now() + patienceMs;
	while (!holds()) {
		assert.ok(Date.now() < end, `${what} did not come about`);
		await sleep(50);
	}
};

type Line = Readonly<Record<string, unknown>> & {readonly t?: number; readonly kind?: string};
type Hole = {readonly from: number; readonly to: number; readonly reason: string};

const parse = (text: string, name: string): readonly Line[] => {
	if (text === '') return [];
	assert.match(text, /\n$/, `${name} is whole to its last line`);
	return text
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Line);
};

/** The messages of each connection. */
const messagesOf = (lines: readonly Line[]) => {
	const found = new Map<number, string[]>();
	for (const {kind, connection, data} of lines) {
		if (kind !== 'ws') continue;
		const own = found.get(Number(connection)) ?? [];
		found.set(Number(connection), own);
		own.push(String(data));
	}
	return [...found.values()];
};

const unpack = (base64: string) => gunzipSync(Buffer.from(base64, 'base64')).toString();

/** What each part begins with anew that the connection goes on in. */
const isAck = (text = '') =>
	text.startsWith('{') ? text.includes('"result"') : unpack(text).includes('subbed');

/** Where the messages of a part stand among those that were sent. */
const stretchesOf = (lines: readonly Line[], name: string): readonly Stretch[] =>
	messagesOf(lines).flatMap(messages => {
		const stretch = findStretch(sent.connections(), messages);
		assert.ok(stretch, `${name} has messages that were never sent`);
		const extra = messages.slice(0, stretch.repeated);
		const before = extra.findLast(text => !isAck(text));
		assert.equal(before, undefined, `${name} lacks messages in its midst, behind ${before}`);
		let {from} = stretch;
		while (from <= stretch.to && isAck(stretch.on.messages[from])) from++;
		return from > stretch.to ? [] : [{...stretch, from}];
	});

type Part = {
	readonly name: string;
	/** Epoch milliseconds, by the recorder's clock, as its name says. */
	readonly startedAt: number;
	/** Of its first event. */
	readonly from: number;
	/** Of its last event. */
	readonly to: number;
	readonly holes: readonly Hole[];
	readonly stretches: readonly Stretch[];
};

const namesIn = (parts: string) =>
	readdirSync(parts)
		.filter(name => name.endsWith('.gz'))
		.sort();

const readLines = (parts: string, name: string): readonly Line[] => {
	const bytes = readFileSync(join(parts, name));
	return bytes.length === 0 ? [] : parse(gunzipSync(bytes).toString(), name);
};

/** Of a part that may be in the midst of a write: nothing, then. */
const readRunning = (parts: string, name: string): readonly Line[] => {
	try {
		return readLines(parts, name);
	} catch {
		return [];
	}
};

const readPart = (parts: string, name: string): readonly Part[] => {
	const lines = readLines(parts, name);
	if (lines.length === 0) return [];
	const startedAt = Number(lines[0]?.['startedAt']);
	const from = startedAt + Number(lines[1]?.t ?? 0);
	const holes = lines.flatMap(({hole}) => (hole === undefined ? [] : [hole as Hole]));
	const to = startedAt + Number(lines.findLast(({hole}) => hole === undefined)?.t ?? 0);
	return [{...{name, startedAt, from, to, holes}, stretches: stretchesOf(lines, name)}];
};

/** Messages that came on a connection that goes on from one part to the next, and are in neither. */
const missingBetween = (part: Part, next: Part): number =>
	part.stretches.reduce((sum, {on, to}) => {
		const same = next.stretches.find(stretch => stretch.on === on);
		if (!same) return sum;
		assert.ok(same.from > to, `${next.name} repeats what is in ${part.name}`);
		return sum + same.from - to - 1;
	}, 0);

/** Whether the recorder of a part is that of the next one, too. */
const goesOn = (part: Part, next: Part) =>
	part.stretches.some(({on}) => next.stretches.some(stretch => stretch.on === on));

const tellsOf = ({holes}: Part, hole: Hole) => holes.some(({to}) => to === hole.to);

/**
 * What was received and is in neither of two parts is a hole that both tell: the earlier one, too, once a recorder has
 * ended in order, unless `mayBeSilent`; returns the hole.
 */
const judge = (part: Part, next: Part, mayBeSilent: boolean): readonly Hole[] => {
	assert.ok(part.to <= next.from, `${part.name} overlaps ${next.name}`);
	const missing = missingBetween(part, next);
	const hole = next.holes.find(({to}) => to === next.startedAt);
	if (missing === 0 && goesOn(part, next) && !hole) return [];
	assert.ok(hole, `${next.name} does not tell that it lacks what came after ${part.name}`);
	assert.ok(hole.from <= part.to + 1, `the hole before ${next.name} begins late`);
	assert.ok(
		mayBeSilent || tellsOf(part, hole),
		`${part.name} does not tell of the hole behind it: ${JSON.stringify([hole, part.holes])}`,
	);
	const [, lost = '0'] = /([\d,]+) events? w/.exec(hole.reason) ?? [];
	assert.ok(Number(lost.replace(',', '')) >= missing, `${hole.reason}: ${missing} are missing`);
	return [hole];
};

/** Whether a part holds what it held before: in the same bytes, or, where it was torn, in the same whole lines. */
const goesOnFrom = (bytes: Buffer, before: Buffer): boolean => {
	if (bytes.subarray(0, before.length).equals(before)) return true;
	const torn = gunzipSync(before, {finishFlush: constants.Z_SYNC_FLUSH}).toString();
	return gunzipSync(bytes)
		.toString()
		.startsWith(torn.slice(0, torn.lastIndexOf('\n') + 1));
};

type Told = {
	readonly notedHoles?: readonly Hole[];
	readonly defects: readonly {readonly code: string; readonly detail: string}[];
};

/** What keeps updates from having been written down although they were received. */
const isLoss = ({code}: {readonly code: string}) =>
	['gap', 'truncated', 'unreadable-line', 'backwards', 'no-connection', 'unclosed'].includes(code);

/** That a recorder was killed before it wrote anything of a part. */
const isOfNothing = ({detail}: {readonly detail: string}) => {
	const [path = ''] = detail.split(': it has no whole line');
	return existsSync(path) && statSync(path).size === 0;
};

const fill = (filler: string) => {
	try {
		for (let size = 64; size > 0; size = Math.floor(size / 2))
			for (;;) writeFileSync(filler, Buffer.alloc(size * 1024), {flag: 'a'});
	} catch {
		// The disk is full.
	}
};

const trouble = 'the disk is full; the recording';

test('loses nothing that it received without saying so', async t => {
	const disk = join(folder, 'disk');
	const unmount = mountSmall(disk, isWhole ? '8m' : '2m');
	if (!unmount) {
		t.skip('no disk can be mounted here');
		return;
	}
	const parts = join(disk, 'parts');
	const filler = join(disk, 'filler');
	mkdirSync(parts);
	const closed = new Map<string, Buffer>();
	const said: string[] = [];
	const begin = () =>
		startProgram(
			['record', 'STEEM/USDT', '-o', `${parts}/`, '--rotate', 'day', '--http', '0'],
			environment,
		);
	let recorder = begin();

	const isRecording = () => {
		const begun = namesIn(parts).filter(name => !closed.has(name));
		return begun.some(name => readRunning(parts, name).filter(isMessage).length > 20);
	};
	const says = (text: string) => until(text, () => recorder.stderr().includes(text));
	const acts: readonly (() => Promise<void>)[] = [
		() => until('messages', isRecording),
		async () => {
			await until('messages', isRecording);
			fill(filler);
			await says(trouble);
			await sleep(periodMs / 2);
			rmSync(filler);
			await says('recording again, in ');
		},
		async () => {
			await until('messages', isRecording);
			writeFileSync(clockFile, String(-hourMs));
			await sleep(200);
			recorder.child.kill('SIGHUP');
		},
		// By the clock that is still behind, on a disk that is full when it is killed.
		async () => {
			await until('messages', isRecording);
			fill(filler);
			await says(trouble);
		},
		async () => {
			await says(trouble);
			rmSync(filler);
			await says('recording again, in ');
			await until('messages', isRecording);
			writeFileSync(clockFile, '0');
			await sleep(200);
			recorder.child.kill('SIGHUP');
		},
	];

	try {
		const rounds = isWhole ? 12 : 7;
		for (let round = 0; round <= rounds; round++) {
			if (round > 0) recorder = begin();
			const begun = Date.now();
			const isLast = round === rounds;
			await (isLast ? acts[0] : acts[round % acts.length])?.();
			await sleep(isWhole ? Math.max(0, begun + periodMs - Date.now()) : periodMs);
			recorder.child.kill(isLast ? 'SIGTERM' : 'SIGKILL');
			assert.equal(await recorder.exited, isLast ? 0 : null, recorder.stderr());
			said.push(`round ${round}`, recorder.stderr());
			for (const name of namesIn(parts)) {
				const bytes = readFileSync(join(parts, name));
				const before = closed.get(name);
				if (before) assert.ok(goesOnFrom(bytes, before), `${name} lost something`);
				if (bytes.length > 0) closed.set(name, bytes);
			}
		}
		const all = namesIn(parts).flatMap(name => readPart(parts, name));
		const isOneSided = (name: string) =>
			said.some(text => text.includes(`${name} is noted in the next part alone`));
		const holes = all.flatMap((part, index) => {
			const next = all[index + 1];
			return next ? judge(part, next, isOneSided(part.name)) : [];
		});
		assert.ok(holes.length >= rounds, `${holes.length} holes`);
		const onBothSides = holes.filter(hole => all.filter(part => tellsOf(part, hole)).length > 1);
		assert.ok(onBothSides.length > 0);
		const {stdout} = await runProgram(['verify', '--json', parts]);
		const {notedHoles = [], defects} = JSON.parse(stdout[0] ?? '') as Told;
		assert.deepEqual(
			defects.filter(defect => isLoss(defect) && !isOfNothing(defect)),
			[],
		);
		assert.deepEqual(notedHoles, holes);
		const [last] = all.slice(-1).flatMap(({stretches}) => stretches);
		assert.ok(last);
		const count = all
			.flatMap(({stretches}) => stretches)
			.reduce((sum, {from, to}) => sum + to - from + 1, 0);
		t.diagnostic(
			`${rounds} kills, ${all.length} parts, ${holes.length} holes, ${onBothSides.length} told on both sides, ${count} messages`,
		);
	} catch (error) {
		for (const line of said) t.diagnostic(line);
		t.diagnostic(execFileSync('ls', ['-l', '--time-style=full-iso', parts]).toString());
		throw error;
	} finally {
		recorder.child.kill('SIGKILL');
		unmount();
	}
});

const isMessage = ({kind}: Line) => kind === 'ws';

test('writes all that it received into a slow pipe', async t => {
	const pipe = join(folder, 'pipe.jsonl');
	execFileSync('mkfifo', [pipe]);
	const {exited, child, stderr} = startProgram(['record', 'STEEM/USDT', '-o', pipe], environment);
	const stream = createReadStream(pipe, {highWaterMark: 4096});
	let text = '';
	let pauses = 0;
	let isEnding = false;
	const read = (async () => {
		for await (const piece of stream.setEncoding('utf8')) {
			text += String(piece);
			if (isEnding) continue;
			pauses++;
			await sleep(100);
		}
	})();
	await until('messages in the pipe', () => text.split('"kind":"ws"').length > 20);
	await sleep(isWhole ? 60_000 : 2000);
	isEnding = true;
	child.kill('SIGTERM');
	assert.equal(await exited, 143, stderr());
	await read;
	const lines = parse(text, 'the pipe');
	const stretches = stretchesOf(lines, 'the pipe');
	assert.ok(stretches.length > 0);
	for (const {from, on} of stretches) assert.ok(on.messages.slice(0, from).every(isAck));
	t.diagnostic(`${pauses} pauses, ${lines.filter(isMessage).length} messages`);
});
