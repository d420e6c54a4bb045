import {isIPv6} from 'node:net';
import {UsageError} from './options.js';

/** Where something is served. */
export type Listen = {readonly host: string; readonly port: number};

const loopback = '127.0.0.1';

/** Reads `9100`, `:9100`, `0.0.0.0:9100` or `[::1]:9100`; without a host it is this machine alone. */
export const parseListen = (text: string): Listen => {
	const [, inBrackets, name, digits = ''] =
		/^(?:(?:\[([\da-f:.]+)\]|([^:[\]\s/]*)):)?(\d{1,5})$/i.exec(text) ?? [];
	const port = Number(digits);
	if (digits === '' || port > 65_535)
		throw new UsageError(
			`${JSON.stringify(text)} is not an address to serve at: write 9100, 127.0.0.1:9100 or [::1]:9100`,
		);
	return {host: inBrackets || name || loopback, port};
};

/** Reads a host alone: a name or an address, one of IPv6 with brackets or without. */
export const parseHost = (text: string): string => {
	const host = text.replace(/^\[(.*)\]$/, '$1');
	if (!/^[^\s/:[\]]+$/.test(host) && !isIPv6(host))
		throw new UsageError(
			`${JSON.stringify(text)} is not a host: write 127.0.0.1, ::1 or a name, and the port behind --port`,
		);
	return host;
};
