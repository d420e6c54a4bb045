/** Epoch milliseconds as RFC 3339 with microseconds, of which the last three digits may be chosen. */
export const timeText = (ms: number, micros = 0): string =>
	`${new Date(ms).toISOString().slice(0, -1)}${String(micros % 1000).padStart(3, '0')}Z`;
