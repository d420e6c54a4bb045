/** A stretch of time, in milliseconds since the start of the capture. */
export type Stretch = {readonly from: number; readonly to: number};

/** Stretches kept of each book; what comes after that many is counted alone. */
const maxStretches = 10_000;

/** When a book was proven: in sync, with what feeds it heard from in time. */
export const createProof = () => {
	const stretches: Stretch[] = [];
	let since: number | null = null;
	let ms = 0;

	const set = (isProven: boolean, at: number) => {
		if (isProven === (since !== null)) return;
		if (since === null) since = at;
		else {
			ms += at - since;
			if (at > since && stretches.length < maxStretches) stretches.push({from: since, to: at});
			since = null;
		}
	};

	return {
		stretches: stretches as readonly Stretch[],
		/** Milliseconds in all. */
		ms: () => ms,
		/** Whether it is proven from this time on. */
		set,
		/** It was recorded up to `at`: what it was taken for behind that does not count. */
		end(at: number) {
			set(false, Math.max(at, since ?? at));
			const last = stretches.at(-1);
			if (!last || last.to <= at) return;
			stretches.pop();
			const to = Math.max(last.from, at);
			ms -= last.to - to;
			if (to > last.from) stretches.push({from: last.from, to});
		},
	};
};

export type Proof = ReturnType<typeof createProof>;
