import type {Clock} from '../clock.js';

/** What gives the terminal back and takes it again; both any number of times. */
export type Suspendable = {suspend(): void; resume(): void};

/** Raw mode, which may wait for an answer of the terminal before it is given up. */
type Releasable = {whenReleased(callback: () => void): void; release(): void};

type SignalledProcess = Pick<NodeJS.Process, 'on' | 'off' | 'kill' | 'pid' | 'platform'>;

export type Suspension = {
	/** Stops the program and whatever runs it, as Ctrl-Z does where the terminal reads it. */
	suspend(): void;
	/** The signals are the system's again. */
	end(): void;
};

/** Until the terminal is taken again where nobody could stop the program: it has no shell with job control. */
const patienceMs = 100;

/** The whole process group: npm or a pipe is stopped with the program, or the shell would wait for it. */
const group = 0;

/** Follows job control: Ctrl-Z and `kill -TSTP` stop the program off the terminal, `fg` brings it back. */
export const followJobControl = (
	app: Suspendable,
	process: SignalledProcess,
	clock: Clock,
	terminal: Releasable,
): Suspension => {
	if (process.platform === 'win32') return {suspend: () => undefined, end: () => undefined};
	let cancel = () => {};
	/** The key was pressed, and an answer of the terminal is awaited first: the shell would get it. */
	let isStopping = false;

	const stop = (target: number) => {
		isStopping = false;
		app.suspend();
		terminal.release();
		// Without a listener the system itself stops the program, unless there is nobody to continue it.
		process.off('SIGTSTP', handleStop);
		process.kill(target, 'SIGTSTP');
		cancel();
		cancel = clock.after(patienceMs, resume);
	};
	const handleStop = () => {
		stop(process.pid);
	};
	const resume = () => {
		isStopping = false;
		cancel();
		process.off('SIGTSTP', handleStop);
		process.on('SIGTSTP', handleStop);
		// After a SIGSTOP, which nobody hears of, the shell has written where the screen was.
		app.suspend();
		app.resume();
	};

	process.on('SIGTSTP', handleStop);
	process.on('SIGCONT', resume);
	return {
		suspend() {
			isStopping = true;
			app.suspend();
			terminal.whenReleased(() => {
				if (isStopping) stop(group);
			});
		},
		end() {
			isStopping = false;
			cancel();
			process.off('SIGTSTP', handleStop);
			process.off('SIGCONT', resume);
		},
	};
};
