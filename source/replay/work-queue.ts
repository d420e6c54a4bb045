/** Does one thing at a time, in order, until it is stopped. `onIdle`: after each, unless it failed. */
export const createWorkQueue = (onIdle: () => void) => {
	let isStopped = false;
	let work: Promise<void> = Promise.resolve();
	return {
		add(action: () => Promise<void> | void) {
			work = work.then(async () => {
				if (!isStopped) await action();
			});
			// Whoever fails tells that elsewhere.
			void work.then(onIdle, () => undefined);
		},
		/** Resolves when all that was added until then is done. */
		async settled() {
			for (let known: Promise<void> | null = null; known !== work;) {
				known = work;
				await known;
			}
		},
		isStopped: () => isStopped,
		/** Begins nothing more. */
		stop() {
			isStopped = true;
		},
	};
};
