/** A rule more than a lock, as there is one thread: what writes is one synchronous call, and none is inside another. */
export const createLock = () => {
	let isLocked = false;
	const enter = () => {
		if (isLocked) throw new Error('the book store is locked: a write or publish inside a write');
		isLocked = true;
	};
	const leave = () => {
		isLocked = false;
	};
	return {
		enter,
		leave,
		during<T>(action: () => T): T {
			enter();
			try {
				return action();
			} finally {
				leave();
			}
		},
	};
};

export type Lock = ReturnType<typeof createLock>;
