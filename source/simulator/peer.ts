import type {RawData} from 'ws';

/** What the exchanges do with a client's websocket. `ws` has all of it. */
export type Peer = {
	readonly readyState: number;
	readonly OPEN: number;
	send(data: string | Buffer): void;
	send(
		data: Buffer,
		fragment: {readonly binary: boolean; readonly fin: boolean},
		onSent: (error?: Error) => void,
	): void;
	ping(payload: string): void;
	close(code: number, reason: string): void;
	terminate(): void;
	on(event: 'message', listener: (data: RawData, isBinary: boolean) => void): void;
	on(event: 'ping' | 'pong', listener: (payload: Buffer) => void): void;
	on(event: 'close', listener: () => void): void;
};
