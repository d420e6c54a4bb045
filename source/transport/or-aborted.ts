/** Settles with the promise, or at once when it is given up. */
export const orAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
	new Promise((resolve, reject) => {
		const giveUp = () => reject(signal.reason as Error);
		if (signal.aborted) giveUp();
		signal.addEventListener('abort', giveUp);
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
	});
