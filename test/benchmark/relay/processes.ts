import {spawn, type ChildProcess} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';

export const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** Milliseconds of processor that a process has used so far; `/proc` counts in hundredths of a second. */
export const cpuOf = (pid: number): number => {
	const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
	const fields = rest.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** Megabytes that a process holds. */
export const memoryOf = (pid: number): number => {
	const [, kB = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kB) / 1000;
};

/** Percent of a processor that processes take for so long. */
export const shareOf = async (pids: readonly number[], ms: number): Promise<readonly number[]> => {
	const before = pids.map(cpuOf);
	const began = performance.now();
	await sleep(ms);
	const took = performance.now() - began;
	return pids.map((pid, at) => ((cpuOf(pid) - (before[at] ?? 0)) / took) * 100);
};

export type Running = {
	readonly pid: number;
	readonly child: ChildProcess;
	/** Lines of stdout and of stderr so far. */
	readonly lines: readonly string[];
	/** Resolves with the next line, or the first so far, that is wanted. */
	until(isWanted: (line: string) => boolean): Promise<string>;
	kill(): Promise<void>;
};

/** They end with this one. */
const all = new Set<ChildProcess>();
process.once('exit', () => {
	for (const child of all) child.kill('SIGKILL');
});

/** Starts a program of Node; it ends with this one. */
export const startNode = (
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): Running => {
	const child = spawn(process.execPath, args, {
		env: {...process.env, NODE_ENV: 'production', ...environment},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr])
		createInterface({input: stream}).on('line', line => lines.push(line));
	all.add(child);
	const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
	return {
		...{pid: child.pid ?? 0, child, lines},
		async until(isWanted) {
			for (;;) {
				const line = lines.find(isWanted);
				if (line !== undefined) return line;
				if (child.exitCode !== null)
					throw new Error(`${args.join(' ')} ended: ${lines.slice(-3).join('; ')}`);
				await sleep(10);
			}
		},
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
	};
};
