import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

const cache = new URL('../../node_modules/.cache/steem-tui/home', import.meta.url).pathname;

/** The environment without what would change the program's mind about its terminal or its exchanges. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({
	...Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) =>
				!/^(CI|CONTINUOUS_INTEGRATION|NO_COLOR|FORCE_COLOR|NODE_ENV|STEEM_TUI_.*|(?:NO|ALL|HTTPS?)_PROXY|(?:no|all|https?)_proxy)$/.test(
					name,
				),
		),
	),
	// No config file of whoever runs the tests.
	XDG_CONFIG_HOME: '/nowhere',
	// Nor is what the program keeps for the next time put among theirs.
	XDG_CACHE_HOME: cache,
	LC_ALL: 'C.UTF-8',
});

/** Longer than any run takes on a machine with much else to do: what never comes is not waited for for ever. */
const patienceMs = 120_000;

/** Starts the built program with its streams piped. */
export const startProgram = (
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
	{giveUpMs = patienceMs, node = process.execPath} = {},
) => {
	const child = spawn(node, [program, ...args], {
		env: {...cleanEnvironment(), ...environment},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stderr = '';
	child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
	const giveUp = setTimeout(() => child.kill('SIGKILL'), giveUpMs);
	const exited = new Promise<number | null>(resolve => {
		child.once('close', code => {
			clearTimeout(giveUp);
			resolve(code);
		});
	});
	return {
		child,
		lines: createInterface({input: child.stdout}),
		exited,
		stderr: () => stderr,
	};
};

/** Runs the built program to its end. */
export const runProgram = async (
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
	node = process.execPath,
) => {
	const {lines, exited, stderr} = startProgram(args, environment, {node});
	const stdout: string[] = [];
	for await (const line of lines) stdout.push(line);
	return {code: await exited, stdout, stderr: stderr()};
};

/** Runs the built program until it has printed a line that is wanted, which is the last one returned; then interrupts it. */
export const runUntil = async (
	isWanted: (line: string) => boolean,
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
) => {
	const {child, lines, exited, stderr} = startProgram(args, environment);
	const stdout: string[] = [];
	for await (const line of lines) {
		stdout.push(line);
		if (isWanted(line)) break;
	}
	child.kill('SIGINT');
	return {code: await exited, stdout, stderr: stderr()};
};
