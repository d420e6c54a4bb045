/** What happens on one socket, in order. Nothing follows `close`. */
export type SocketEvent =
	| {readonly type: 'open'}
	| {readonly type: 'message'; readonly data: string | Buffer}
	/** The peer's websocket ping frame; the pong is already on its way. */
	| {readonly type: 'ping'}
	/** The peer's answer to a ping of ours, with what that carried. */
	| {readonly type: 'pong'; readonly payload?: string}
	/**
	 * `reason` is in words. `status` is the HTTP status where the server answered the upgrade with
	 * something else than a socket, `answer` the whole of that where it is known, its body cut off;
	 * `errorCode` is the system's name of a failure (`ENOTFOUND`), `proxyAnswer` what a proxy said in place of
	 * a tunnel.
	 */
	| {
			readonly type: 'close';
			readonly reason: string;
			readonly code?: number;
			readonly status?: number;
			readonly answer?: HttpResponse;
			readonly errorCode?: string;
			readonly proxyAnswer?: HttpResponse;
	  };

export type Socket = {
	/** Sends text; nothing happens where it is not open. */
	send(data: string): void;
	/** Sends a websocket ping frame: a peer that is there answers with a pong. */
	ping(payload?: string): void;
	/** Ends the connection at once; no event follows. */
	close(): void;
};

/** An HTTP answer of any status; header names are in lower case. */
export type HttpResponse = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: string;
};

/** The only way out of the process. */
export type Transport = {
	/** Never calls back before it returns. */
	connect(url: string, onEvent: (event: SocketEvent) => void): Socket;
	/** Resolves with whatever was answered; rejects with a `TransportError` where nothing was. */
	get(url: string): Promise<HttpResponse>;
};

/** No answer: the host was not found or refused, the answer was too large, or the time ran out. */
export class TransportError extends Error {
	/** The system's name of the failure: `ENOTFOUND`, `ECONNREFUSED`, …; `PROXY_407` of a proxy that refused. */
	readonly errorCode: string | undefined;
	/** What a proxy answered in place of a tunnel, without a body. */
	readonly proxyAnswer?: HttpResponse;

	constructor(message: string, errorCode?: string, proxyAnswer?: HttpResponse) {
		super(message);
		this.name = 'TransportError';
		this.errorCode = errorCode;
		if (proxyAnswer) this.proxyAnswer = proxyAnswer;
	}
}
