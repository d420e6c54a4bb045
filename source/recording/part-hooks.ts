/** Runs the command for a part; resolves with why it failed, null where it did not. */
export type RunHook = (path: string) => Promise<string | null>;

export type PartHooks = {
	add(path: string): void;
	/** Commands that failed. */
	failures(): number;
	/** Resolves once none is to be run. */
	idle(): Promise<void>;
};

/** Runs a command for each part that is closed, one after the other. `onEnded`: it was run, whatever came of it. */
export const createPartHooks = (
	run: RunHook,
	say: (text: string) => void,
	onEnded: (path: string) => void = () => undefined,
): PartHooks => {
	const pending = new Set<string>();
	let failures = 0;
	let last: Promise<void> = Promise.resolve();

	const runOne = async (path: string) => {
		// Where not even a process can be had, this throws: the recording goes on all the same.
		const failure = await run(path).catch((error: unknown) =>
			error instanceof Error ? error.message : String(error),
		);
		pending.delete(path);
		onEnded(path);
		if (failure === null) return;
		failures++;
		say(`--on-rotate failed for ${path}: ${failure}`);
	};

	return {
		add(path) {
			if (pending.has(path)) return;
			pending.add(path);
			last = last.then(() => runOne(path));
		},
		failures: () => failures,
		idle: () => last,
	};
};
