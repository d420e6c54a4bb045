/** How a client proves to a NATS server who it is; null where it does not. */
export type NatsLogin =
	| {readonly type: 'password'; readonly user: string; readonly password: string}
	| {readonly type: 'token'; readonly token: string}
	/** The path of a file with an nkey's seed. */
	| {readonly type: 'nkey'; readonly path: string}
	/** The path of a file as `nsc` writes it: a JWT and a seed. */
	| {readonly type: 'creds'; readonly path: string};

/** Where NATS is, and how it is spoken to; nothing in here is for printing but `shown`. */
export type NatsAddress = {
	/** `host:port`, one of which is enough. */
	readonly servers: readonly string[];
	/** As people may see it: `nats://host:4222`. */
	readonly shown: string;
	readonly login: NatsLogin | null;
	/** Paths of files; null where nothing demands TLS. */
	readonly tls: {
		readonly caFile: string | null;
		readonly certFile: string | null;
		readonly keyFile: string | null;
	} | null;
};
