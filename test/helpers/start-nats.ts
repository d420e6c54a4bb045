import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

const program = process.env['NATS_SERVER'] ?? 'nats-server';

/** Whether there is one; some distributions put it where only root looks. */
const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;
const hasNats = spawnSync(program, ['--version'], {env: {PATH: path}}).status === 0;

/** For `test`: false, or why it is skipped. */
export const skipWithoutNats: false | string = hasNats
	? false
	: 'there is no nats-server: apt-get install nats-server';

/** Longer than a start takes on a machine with much else to do. */
const patienceMs = 20_000;

export type NatsServer = {
	/** `nats://127.0.0.1:40123` */
	readonly url: string;
	/** Of its process. */
	pid(): number;
	/** Ends it at once, as a power cut does. */
	kill(): Promise<void>;
	/** Stops it in its tracks; `resume` lets it go on. */
	pause(): void;
	resume(): void;
	/** Starts it again where it was, with what it had stored; nothing where it runs. */
	restart(): Promise<void>;
	/** Ends it and removes what it had stored. */
	stop(): Promise<void>;
};

/** Whether all threads of a process stand still; where there is no /proc, it is taken for granted. */
const hasStopped = (pid: number | undefined): boolean => {
	try {
		const threads = readdirSync(`/proc/${pid}/task`);
		return threads.every(id =>
			/\) [TtZX] /.test(readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8')),
		);
	} catch {
		return true;
	}
};

/** The port that the server took, as it writes it into a file of its own. */
const readPort = (folder: string, pid: number | undefined): string | null => {
	try {
		const text = readFileSync(join(folder, `nats-server_${pid}.ports`), 'utf8');
		const {nats} = JSON.parse(text) as {readonly nats: readonly string[]};
		return /:(\d+)$/.exec(nats[0] ?? '')?.[1] ?? null;
	} catch {
		// Not written yet, or not to its end.
		return null;
	}
};

/** Starts a server on loopback. `config`: more of its configuration, such as users; without JetStream where it is off. */
export const startNats = async ({
	config = '',
	hasStore = true,
}: {readonly config?: string; readonly hasStore?: boolean} = {}): Promise<NatsServer> => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-nats-'));
	const file = join(folder, 'server.conf');
	const jetstream = hasStore ? `jetstream { store_dir: "${folder}/store" }\n` : '';
	writeFileSync(file, `max_pending: 8MB\n${jetstream}${config}\n`);
	let child: ChildProcess;
	let port = '-1';
	/** Null once it listens, else what it said. */
	const startOnce = async (end: number): Promise<string | null> => {
		const args = ['-c', file, '-a', '127.0.0.1', '-p', port, '--ports_file_dir', folder];
		const started = spawn(program, args, {env: {PATH: path}, stdio: ['ignore', 'ignore', 'pipe']});
		let said = '';
		started.stderr.on('data', (data: Buffer) => (said = `${said}${data.toString()}`.slice(-2000)));
		child = started;
		// All that it said is there only then, not as soon as it has an exit code.
		const closed = new Promise(resolve => started.once('close', resolve));
		for (; ; await sleep(5)) {
			const found = readPort(folder, started.pid);
			if (found !== null) {
				port = found;
				return null;
			}
			if (started.exitCode !== null) await closed;
			else if (Date.now() <= end) continue;
			return said;
		}
	};
	const start = async () => {
		const end = Date.now() + patienceMs;
		// While it is down, any other program may have its port for a moment.
		for (; ; await sleep(50)) {
			const said = await startOnce(end);
			if (said === null) return;
			if (Date.now() > end || !said.includes('address already in use'))
				throw new Error(`nats-server did not start: ${said}`);
		}
	};
	const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
	let starting: Promise<void> | null = null;
	/** Once, however many ask: the port of the first would keep a second from starting, which nobody would end. */
	const restart = async () => {
		if (!starting && !hasEnded()) return;
		starting ??= start().finally(() => (starting = null));
		await starting;
	};
	const kill = async () => {
		await starting;
		if (hasEnded()) return;
		const ended = new Promise(resolve => child.once('exit', resolve));
		child.kill('SIGKILL');
		await ended;
	};
	await start();
	return {
		url: `nats://127.0.0.1:${port}`,
		pid: () => child.pid ?? 0,
		kill,
		pause() {
			child.kill('SIGSTOP');
			// On a busy machine it goes on for a moment, and might still answer.
			for (const end = Date.now() + 2000; !hasStopped(child.pid) && Date.now() < end;);
		},
		resume: () => void child.kill('SIGCONT'),
		restart,
		async stop() {
			await kill();
			rmSync(folder, {recursive: true, force: true});
		},
	};
};
