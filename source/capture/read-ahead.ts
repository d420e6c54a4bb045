/** The same, one ahead of whoever takes it: what comes next is fetched while this is worked on. */
export async function* readAhead<T>(source: AsyncGenerator<T, undefined>): AsyncGenerator<T> {
	const fetch = () => {
		const fetched = source.next();
		// Whoever awaits it is told.
		fetched.catch(() => undefined);
		return fetched;
	};
	let next = fetch();
	try {
		for (;;) {
			const {done, value} = await next;
			if (done === true) return;
			next = fetch();
			yield value;
		}
	} finally {
		await source.return(undefined);
	}
}
