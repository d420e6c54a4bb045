type Happening =
	| {
			readonly type: 'open';
			/** Of one that is shared and was open already: since when, in milliseconds by our clock. */
			readonly since?: number;
	  }
	| {
			readonly type: 'message';
			/** Of a text frame its text, or that as bytes; of a binary frame its bytes. */
			readonly data: string | Buffer;
			/** Whether the bytes are those of a text. */
			readonly isText?: boolean;
	  }
	/** The peer's websocket ping frame; the pong is already on its way. */
	| {readonly type: 'ping'}
	/** The peer's answer to a ping of ours. */
	| {
			readonly type: 'pong';
			/** What the ping carried. */
			readonly payload?: string;
	  }
	| {
			readonly type: 'close';
			/** In words. */
			readonly reason: string;
			/** Of the websocket's close frame. */
			readonly code?: number;
			/** HTTP status where the server answered the upgrade with something else than a socket. */
			readonly status?: number;
			/** The whole of that, where it is known; its body cut off. */
			readonly answer?: HttpResponse;
			/** The system's name of a failure, such as `ENOTFOUND`. */
			readonly errorCode?: string;
			/** What a proxy said in place of a tunnel. */
			readonly proxyAnswer?: HttpResponse;
			/** It is told to all that shared the socket. */
			readonly isShared?: true;
	  };

/** What happens on one socket, in order. Nothing follows `close`. */
export type SocketEvent = Happening & {
	/**
	 * Of what is told later than it came, as by a replay, which is no sign of life now: when its connection was heard
	 * last, in milliseconds by our clock.
	 */
	readonly heardAt?: number | undefined;
	/** Of what was told before, to a client that has given the connection up since: it is older than what is known. */
	readonly isAgain?: boolean | undefined;
};

export type Socket = {
	/** Sends text; nothing happens where it is not open. */
	send(data: string): void;
	/** Sends a websocket ping frame: a peer that is there answers with a pong. */
	ping(payload?: string): void;
	/** Ends the connection at once; no event follows. */
	close(): void;
};

/** An HTTP answer of any status. */
export type HttpResponse = {
	readonly status: number;
	/** By their names in lower case. */
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
