const words: Readonly<Record<string, string>> = {
	EADDRINUSE: 'another program listens there',
	EADDRNOTAVAIL: 'it is no address of this machine',
	EACCES: 'permission denied',
	ENOTFOUND: 'there is no such host',
};

/** Why nothing can be served at an address, in words where they are known. */
export const whyNotListening = ({code = '', message}: NodeJS.ErrnoException): string =>
	words[code] ?? message;
