/** A ping frame every 20 s, and a minute for the pong. */
export const pings = {everyMs: 20_000, withinMs: 60_000} as const;
