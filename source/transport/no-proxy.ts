import {BlockList, isIP} from 'node:net';

type Host = {readonly name: string; readonly port: number};

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Without brackets, and without the dots that a name may begin or end with. */
const bare = (name: string): string => name.replace(/^\[(.*)\]$/, '$1').replace(/^\.+|\.$/g, '');

/** `10.0.0.0/8` or `fd00::/8`; a range that is none excepts nothing. */
const isInRange = (address: string, range: string): boolean => {
	const [start = '', bits = ''] = range.split('/');
	const most = isIP(start) === 6 ? 128 : 32;
	if (!isIP(start) || !/^\d+$/.test(bits) || Number(bits) > most) return false;
	const list = new BlockList();
	list.addSubnet(start, Number(bits), familyOf(start));
	return list.check(address, familyOf(address));
};

const isSameAddress = (a: string, b: string): boolean => {
	if (!isIP(b)) return false;
	const list = new BlockList();
	list.addAddress(b, familyOf(b));
	return list.check(a, familyOf(a));
};

/** An entry's host and port: `host:8080`, `[::1]:8080`; null where it has no port. */
const splitPort = (entry: string): {readonly name: string; readonly port: number | null} => {
	const [, name, port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
	return name === undefined ? {name: entry, port: null} : {name, port: Number(port)};
};

const matches = (entry: string, {name, port}: Host): boolean => {
	if (entry === '*') return true;
	const wanted = splitPort(entry);
	if (wanted.port !== null && wanted.port !== port) return false;
	const except = bare(wanted.name.replace(/^\*\./, ''));
	if (except === '') return false;
	if (isIP(name))
		return except.includes('/') ? isInRange(name, except) : isSameAddress(name, except);
	return name === except || name.endsWith(`.${except}`);
};

const usualPort = (protocol: string) => (/^(https|wss):$/.test(protocol) ? 443 : 80);

/**
 * Whether NO_PROXY excepts the host of an address, as curl reads it: names and what is below them,
 * with or without a dot before them, addresses, ranges of addresses, `*` for all, by commas or
 * spaces. A port, where one is named, is the only one meant.
 * https://curl.se/docs/manpage.html#--noproxy
 */
export const isExcepted = (noProxy: string, url: string): boolean => {
	const {hostname, port, protocol} = new URL(url);
	const host = {
		name: bare(hostname.toLowerCase()),
		port: port === '' ? usualPort(protocol) : Number(port),
	};
	return noProxy
		.toLowerCase()
		.split(/[\s,]+/)
		.some(entry => entry !== '' && matches(entry, host));
};
