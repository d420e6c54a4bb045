/** What a simulated REST interface answers a request with. */
export type Answer = {
	readonly status: number;
	readonly body: string | Buffer;
	/** By their names in lower case. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Until it leaves. @default 0 */
	readonly delayMs?: number;
};
