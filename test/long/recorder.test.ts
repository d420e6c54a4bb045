import assert from 'node:assert/strict';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {gunzipSync} from 'node:zlib';
import {runProgram, startProgram} from '../helpers/run-program.js';
import {startSimulated, type Simulated} from '../helpers/simulated.js';
import {mountSmall} from '../helpers/small-disk.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
let simulator: Simulated['simulator'];
let environment: Simulated['environment'];

before(async () => {
	({simulator, environment} = await startSimulated(7));
});

after(async () => {
	await simulator.stop();
	rmSync(folder, {recursive: true});
});

/** Real time. */
const patienceMs = 60_000;

const until = async (what: string, holds: () => boolean | Promise<boolean>) => {
	const end = Date.now() + patienceMs;
	while (!(await holds())) {
		assert.ok(Date.now() < end, `${what} did not come about`);
		await sleep(50);
	}
};

type Line = Readonly<Record<string, unknown>> & {readonly t?: number; readonly kind?: string};

/** The folder may not be there yet. */
const namesIn = (parts: string) =>
	(existsSync(parts) ? readdirSync(parts) : []).filter(name => name.endsWith('.gz')).sort();

const linesOf = (parts: string, name: string): readonly Line[] => {
	const bytes = readFileSync(join(parts, name));
	if (bytes.length === 0) return [];
	const text = gunzipSync(bytes).toString();
	assert.match(text, /\n$/, `${name} is whole to its last line`);
	return text
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Line);
};

/** Of a part that may be in the midst of a write: nothing, then. */
const runningLines = (parts: string, name: string): readonly Line[] => {
	try {
		return linesOf(parts, name);
	} catch {
		return [];
	}
};

/** Epoch milliseconds of a part's beginning and end. */
const spanOf = (lines: readonly Line[]) => {
	const startedAt = Number(lines[0]?.['startedAt']);
	return {from: startedAt, to: startedAt + Number(lines.at(-1)?.t ?? 0)};
};

const start = (parts: string, ...args: readonly string[]) =>
	startProgram(
		['record', 'STEEM/USDT', '-o', `${parts}/`, '--rotate', 'day', '--http', '0', ...args],
		environment,
	);

type Told = {
	readonly notedHoles?: readonly {readonly from: number; readonly to: number}[];
	readonly defects: readonly {readonly code: string; readonly detail: string}[];
};

const verify = async (parts: string): Promise<Told> => {
	const {stdout} = await runProgram(['verify', '--json', parts]);
	return JSON.parse(stdout[0] ?? '') as Told;
};

/** What keeps updates from having been written down although they were received. */
const isLoss = ({code}: {readonly code: string}) =>
	['gap', 'truncated', 'unreadable-line', 'backwards', 'no-connection', 'unclosed'].includes(code);

test('goes on after each kill, writes over nothing, and names every hole', async () => {
	const parts = join(folder, 'killed');
	const kills = 4;
	const before = new Map<string, Buffer>();
	for (let round = 0; round <= kills; round++) {
		const {child, exited, stderr} = start(parts);
		await until('a part that holds messages', () => {
			const names = readdirSync(folder).includes('killed') ? namesIn(parts) : [];
			const lines = names.length > round ? runningLines(parts, names.at(-1) ?? '') : [];
			return lines.filter(({kind}) => kind === 'ws').length > 20;
		});
		child.kill(round < kills ? 'SIGKILL' : 'SIGTERM');
		assert.equal(await exited, round < kills ? null : 0, stderr());
		for (const [name, bytes] of before)
			assert.deepEqual(readFileSync(join(parts, name)).subarray(0, bytes.length), bytes, name);
		for (const name of namesIn(parts)) before.set(name, readFileSync(join(parts, name)));
	}
	const names = namesIn(parts);
	assert.equal(names.length, kills + 1);
	const spans = names.map(name => spanOf(linesOf(parts, name)));
	for (const [index, {to}] of spans.entries())
		assert.ok(to <= (spans[index + 1]?.from ?? Infinity), `${names[index]} overlaps the next`);
	const {notedHoles = [], defects} = await verify(parts);
	assert.deepEqual(defects.filter(isLoss), []);
	assert.deepEqual(
		notedHoles.map(({to}) => to),
		spans.slice(1).map(({from}) => from),
	);
	const holesIn = (name: string) => linesOf(parts, name).filter(({hole}) => hole !== undefined);
	assert.deepEqual(
		names.map(name => holesIn(name).length),
		[1, ...Array.from({length: kills - 1}, () => 2), 1],
		'each hole is in the part before it and in the one behind it',
	);
});

test('begins a new part on SIGHUP, and ends with 0 on SIGTERM', async () => {
	const parts = join(folder, 'signals');
	const handed = join(folder, 'handed.txt');
	const {child, exited, stderr} = start(
		parts,
		'--on-rotate',
		`echo "$STEEM_TUI_PART" >> ${handed}`,
	);
	const isWritten = (count: number) => () =>
		stderr().includes('health') &&
		readdirSync(folder).includes('signals') &&
		namesIn(parts).length === count &&
		runningLines(parts, namesIn(parts).at(-1) ?? '').length > 5;
	await until('the first part', isWritten(1));
	child.kill('SIGHUP');
	await until('the second part', isWritten(2));
	const [, url = ''] = /(http:\/\/\S+)/.exec(stderr()) ?? [];
	await until('the closed part in /health', async () => {
		const body = (await (await fetch(`${url}/health`)).json()) as {lastPart: string | null};
		return body.lastPart !== null;
	});
	assert.match(await (await fetch(`${url}/metrics`)).text(), /^steem_tui_recorder_parts_total 2$/m);
	child.kill('SIGTERM');
	assert.equal(await exited, 0, stderr());
	const names = namesIn(parts);
	assert.deepEqual(
		readFileSync(handed, 'utf8').trimEnd().split('\n'),
		names.map(name => join(parts, name)),
	);
	assert.deepEqual((await verify(parts)).defects.filter(isLoss), []);
});

test('ends with 0 on SIGTERM although no exchange has answered yet', async () => {
	const parts = join(folder, 'unanswered');
	const silent = createServer().listen(0, '127.0.0.1');
	await once(silent, 'listening');
	const {port} = silent.address() as AddressInfo;
	const nobody = Object.fromEntries(
		Object.entries(environment).map(([name, url]) => [name, url.replace(/\d+$/, String(port))]),
	);
	// Without a quote currency it is not known before the lists have come.
	const args = ['record', 'steem', '-o', `${parts}/`, '--rotate', 'day', '--http', '0'];
	const {child, exited, stderr} = startProgram(args, nobody);
	await until('an address', () => stderr().includes('health and metrics at'));
	child.kill('SIGTERM');
	assert.equal(await exited, 0, stderr());
	assert.match(stderr(), /nothing was recorded/);
	silent.close();
});

test('tells how much is free on the disk that it writes to, also where the folder is that disk', async t => {
	const disk = join(folder, 'whole-disk');
	const unmount = mountSmall(disk, '256k');
	if (!unmount) {
		t.skip('no disk can be mounted here');
		return;
	}
	const args = ['record', 'STEEM/USDT', '-o', disk, '--rotate', 'day', '--http', '0'];
	const {child, exited, stderr} = startProgram(args, environment);
	try {
		await until('an address', () => stderr().includes('health and metrics at'));
		const [, url = ''] = /(http:\/\/\S+)/.exec(stderr()) ?? [];
		const {bytesFree} = (await (await fetch(`${url}/health`)).json()) as {bytesFree: number};
		assert.ok(bytesFree <= 256 * 1024, `${bytesFree} bytes are free`);
	} finally {
		child.kill('SIGTERM');
		await exited;
		unmount();
	}
});

test('waits for a disk that is full, and notes what it lost', async t => {
	const disk = join(folder, 'disk');
	const unmount = mountSmall(disk, '256k');
	if (!unmount) {
		t.skip('no disk can be mounted here');
		return;
	}
	try {
		const parts = join(disk, 'parts');
		const filler = join(disk, 'filler');
		const {child, exited, stderr} = start(parts);
		await until(
			'the first part',
			() => stderr().includes('health') && readdirSync(disk).length > 0,
		);
		await until('its lines', () =>
			namesIn(parts).some(name => runningLines(parts, name).length > 20),
		);
		try {
			for (let size = 64; size > 0; size = Math.floor(size / 2))
				for (;;) writeFileSync(filler, Buffer.alloc(size * 1024), {flag: 'a'});
		} catch {
			// The disk is full.
		}
		await until('a word of the full disk', () =>
			stderr().includes('the disk is full; the recording'),
		);
		await sleep(1500);
		rmSync(filler);
		await until('that it goes on', () => stderr().includes('recording again, in '));
		child.kill('SIGTERM');
		assert.equal(await exited, 0, stderr());
		const {notedHoles = [], defects} = await verify(parts);
		assert.deepEqual(defects.filter(isLoss), []);
		assert.equal(notedHoles.length, 1);
		const names = namesIn(parts);
		assert.equal(names.length, 2);
		for (const name of names)
			assert.ok(
				linesOf(parts, name).some(({hole}) => hole !== undefined),
				name,
			);
	} finally {
		unmount();
	}
});

test('leaves a folder alone that another recorder of the market writes into', async () => {
	const parts = join(folder, 'shared');
	const first = start(parts);
	await until(
		'the first part',
		() => first.stderr().includes('health') && namesIn(parts).length > 0,
	);
	await until('its lines', () =>
		namesIn(parts).some(name => runningLines(parts, name).length > 20),
	);
	const second = start(parts);
	assert.equal(await second.exited, 1);
	assert.match(second.stderr(), /is in use: another recorder writes these markets there/);
	first.child.kill('SIGTERM');
	assert.equal(await first.exited, 0, first.stderr());
	const {notedHoles = [], defects} = await verify(parts);
	assert.deepEqual([defects.filter(isLoss), notedHoles, namesIn(parts).length], [[], [], 1]);
});
