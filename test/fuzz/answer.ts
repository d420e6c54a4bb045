/** What an input cost. */
export type Cost = {
	/** Of the processor, all threads. */
	readonly cpuMs: number;
	/** The longest time, of the processor, in which no timer and no key had its turn. */
	readonly stallMs: number;
	/** The most that the process had of memory so far. */
	readonly peakMb: number;
};

/** What a reader said of an input. */
export type Answer = {
	/** Null where it never ended by itself. */
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
	/** Files that it wrote, by name. */
	readonly written: Readonly<Record<string, string>>;
	/** What was thrown and not caught; a signal; a time that ran out. */
	readonly crash: string | null;
	/** Null where it could not be measured. */
	readonly cost: Cost | null;
};

const peakMb = () => process.resourceUsage().maxRSS / 1024;

const cpuMs = () => {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
};

const tickMs = 20;

/** Measures what something costs this process. By the processor's time: the machine may have others to do. */
export const startMeasuring = (): (() => Cost) => {
	const begun = cpuMs();
	let last = begun;
	let stallMs = 0;
	const look = () => {
		const now = cpuMs();
		stallMs = Math.max(stallMs, now - last);
		last = now;
	};
	const timer = setInterval(look, tickMs);
	return () => {
		clearInterval(timer);
		look();
		return {cpuMs: cpuMs() - begun, stallMs, peakMb: peakMb()};
	};
};
