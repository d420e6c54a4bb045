/** Tells a listener once of something that happens once, before it listens or later. */
export const createOnce = () => {
	let hasHappened = false;
	let tell = () => {};
	return {
		happen() {
			if (hasHappened) return;
			hasHappened = true;
			tell();
		},
		listen(listener: () => void) {
			tell = listener;
			if (hasHappened) listener();
		},
	};
};
