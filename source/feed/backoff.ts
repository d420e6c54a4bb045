const capMs = 30_000;
const baseMs = 500;

/**
 * Milliseconds to wait before try number `attempt` (from 0): "full jitter", a random share of an
 * exponentially growing bound of at most 30 s, so that many clients do not come back at once.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const backoffMs = (attempt: number, random: () => number): number =>
	Math.round(random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 16)));
