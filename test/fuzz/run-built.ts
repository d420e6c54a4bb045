import {spawn} from 'node:child_process';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {cleanEnvironment} from '../helpers/run-program.js';
import type {Cost} from './answer.js';
import type {Ended} from './run-inside.js';

/** Measures a process from inside, as `startMeasuring` does. */
const measure = `
const {writeFileSync} = require('node:fs');
const cpuMs = () => { const {user, system} = process.cpuUsage(); return (user + system) / 1000; };
let last = cpuMs();
let stallMs = 0;
const look = () => { const now = cpuMs(); stallMs = Math.max(stallMs, now - last); last = now; };
setInterval(look, 20).unref();
process.on('exit', () => {
	look();
	const peakMb = process.resourceUsage().maxRSS / 1024;
	writeFileSync(process.env.FUZZ_COST, JSON.stringify({cpuMs: cpuMs(), stallMs, peakMb}));
});
`;

/** More than this of one stream is no answer any more. */
const maxBytes = 64_000_000;

const patienceMs = 300_000;

export type BuiltOptions = {
	/** Of the built program. */
	readonly program: string;
	readonly args: readonly string[];
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;
	/** A file of its own, for what it costs. */
	readonly scratch: string;
};

const readCost = (path: string): Cost | null => {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as Cost;
	} catch {
		// It was killed.
		return null;
	}
};

/** Runs the built program as a process of its own. */
export const runBuilt = async (
	options: BuiltOptions,
): Promise<Ended & {readonly cost: Cost | null}> => {
	const {program, args, folder, environment, scratch} = options;
	const hook = `${scratch}.cjs`;
	const costPath = `${scratch}.json`;
	writeFileSync(hook, measure);
	rmSync(costPath, {force: true});
	const child = spawn(process.execPath, ['--require', hook, program, ...args], {
		cwd: folder,
		env: {...cleanEnvironment(), ...environment, FUZZ_COST: costPath},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const chunks = {stdout: [] as Buffer[], stderr: [] as Buffer[]};
	for (const name of ['stdout', 'stderr'] as const) {
		let size = 0;
		child[name].on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size <= maxBytes) chunks[name].push(chunk);
		});
	}
	const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
	const [code, signal] = await new Promise<[number | null, string | null]>(resolve => {
		child.once('close', (...end) => {
			resolve(end);
		});
	});
	clearTimeout(timer);
	return {
		code,
		crash: signal === null ? null : `ended by ${signal}`,
		stdout: Buffer.concat(chunks.stdout).toString(),
		stderr: Buffer.concat(chunks.stderr).toString(),
		cost: readCost(costPath),
	};
};
