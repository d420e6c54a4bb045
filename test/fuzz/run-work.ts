import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {cleanEnvironment} from '../helpers/run-program.js';
import type {Message, Range, Work} from './messages.js';

export type Fault = {
	readonly reader: string;
	readonly input: number;
	readonly told: string;
	readonly faults: readonly string[];
	readonly isCostly: boolean;
};

export type Worked = {
	/** Inputs that were read. */
	readonly runs: number;
	/** Of them, by the built program. */
	readonly built: number;
	readonly cpuMs: number;
	readonly faults: readonly Fault[];
};

/** Where a process is beyond what it may have, and what is in hand is looked at alone. */
const hardMb = 900;
const hardCpuMs = 30_000;
const hardWallMs = 400_000;

const lookEveryMs = 250;
const pageBytes = 4096;
const ticksPerSecond = 100;

/** Memory and processor time of a process so far; null where it is gone, or the system does not tell. */
const look = (pid: number): {mb: number; cpuMs: number} | null => {
	try {
		const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [user = '0', system = '0'] = stat
			.slice(stat.lastIndexOf(')') + 2)
			.split(' ')
			.slice(11, 13);
		const cpuMs = ((Number(user) + Number(system)) * 1000) / ticksPerSecond;
		return {mb: (Number(pages) * pageBytes) / 1e6, cpuMs};
	} catch {
		return null;
	}
};

/** Runs a piece of work in a process, to its end or to an input that ends the process. */
const runOnce = (worker: string, work: Work): Promise<Worked> =>
	new Promise(resolve => {
		const args = ['--enable-source-maps', worker, JSON.stringify(work)];
		const child = spawn(process.execPath, args, {
			env: {...cleanEnvironment(), NODE_ENV: 'production'},
			stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
		});
		const faults: Fault[] = [];
		let current = {reader: '', input: 0};
		let runs = 0;
		let done: Extract<Message, {type: 'done'}> | null = null;
		let killed: string | null = null;
		let said = '';
		let begunAt = performance.now();
		let begunCpuMs = 0;

		const kill = (why: string) => {
			killed ??= why;
			child.kill('SIGKILL');
		};
		const timer = setInterval(() => {
			const state = look(child.pid ?? 0);
			if (!state) return;
			if (state.mb > hardMb) kill(`takes ${Math.round(state.mb)} MB`);
			if (state.cpuMs - begunCpuMs > hardCpuMs) kill('takes longer than 30 s');
			if (performance.now() - begunAt > hardWallMs) kill('never ends');
		}, lookEveryMs);

		for (const stream of [child.stdout, child.stderr])
			stream?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
		createInterface({input: child.stdio[3] as Readable}).on('line', line => {
			const message = JSON.parse(line) as Message;
			switch (message.type) {
				case 'begin':
					current = message;
					begunAt = performance.now();
					begunCpuMs = look(child.pid ?? 0)?.cpuMs ?? 0;
					runs++;
					break;
				case 'fault':
					faults.push(message);
					break;
				case 'done':
					done = message;
			}
		});
		child.on('close', (code, signal) => {
			clearInterval(timer);
			if (said !== '') faults.push(faultOf(current, `said past its streams: ${said}`));
			if (done) {
				resolve({runs, built: done.built, cpuMs: done.cpuMs, faults});
				return;
			}
			const why = killed ?? `the process ended with ${code ?? signal}`;
			faults.push({...faultOf(current, why), isCostly: true});
			resolve({runs, built: 0, cpuMs: begunCpuMs, faults});
		});
	});

const faultOf = ({reader, input}: Pick<Fault, 'reader' | 'input'>, why: string): Fault => ({
	reader,
	input,
	told: '',
	faults: [why],
	isCostly: false,
});

/** What is too slow or too large is so only if it is when nothing else was before it. */
const confirm = async (worker: string, work: Work, fault: Fault): Promise<Fault | null> => {
	const {reader, input: from} = fault;
	const alone = {...work, ranges: [{reader, from, count: 1}], builtEvery: 1};
	const {faults} = await runOnce(worker, alone);
	const [first] = faults;
	if (!first) return null;
	return {...first, told: fault.told || first.told, faults: faults.flatMap(({faults: all}) => all)};
};

/** What is left of ranges after so many inputs. */
const without = (ranges: readonly Range[], runs: number): readonly Range[] => {
	const [first, ...rest] = ranges;
	if (!first) return [];
	if (first.count <= runs) return without(rest, runs - first.count);
	return [{...first, from: first.from + runs, count: first.count - runs}, ...rest];
};

/** Runs a piece of work to its end, in as many processes as that takes. */
export const runWork = async (worker: string, work: Work): Promise<Worked> => {
	let total: Worked = {runs: 0, built: 0, cpuMs: 0, faults: []};
	for (let {ranges} = work; ranges.length > 0;) {
		const part = await runOnce(worker, {...work, ranges});
		const faults = [];
		for (const fault of part.faults) {
			const confirmed = fault.isCostly ? await confirm(worker, work, fault) : fault;
			if (confirmed) faults.push(confirmed);
		}
		total = {
			runs: total.runs + part.runs,
			built: total.built + part.built,
			cpuMs: total.cpuMs + part.cpuMs,
			faults: [...total.faults, ...faults],
		};
		if (part.runs === 0) break;
		ranges = without(ranges, part.runs);
	}
	return total;
};
