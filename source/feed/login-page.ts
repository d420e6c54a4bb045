import type {HttpResponse} from '../transport/transport.js';

const isPage = ({headers, body}: HttpResponse): boolean =>
	/^\s*</.test(body) || (/^\s*$/.test(body) && /html/i.test(headers['content-type'] ?? ''));

/** Where an answer sends us, as host and path; null where it does not. */
export const redirectOf = ({status, headers}: HttpResponse): string | null => {
	const location = headers['location'] ?? '';
	if (status < 300 || status > 399 || !URL.canParse(location)) return null;
	const {host, pathname} = new URL(location);
	return `${host}${pathname === '/' ? '' : pathname}`;
};

/**
 * Whether something in between has answered, such as the login page of a hotel: exchanges answer
 * 200 with JSON, open sockets with 101, and send nobody elsewhere. A host that sends to itself, as from
 * http to https, is none. `host` is the one that was asked.
 */
export const isLoginPage = (response: HttpResponse, host: string): boolean => {
	const {status} = response;
	if (status === 511) return true;
	if (status >= 300 && status < 400) {
		const {location = ''} = response.headers;
		return !URL.canParse(location) || new URL(location).hostname !== host.replace(/:\d+$/, '');
	}
	return status >= 200 && status < 300 && isPage(response);
};

/** Told instead of an answer that is not the exchange's. */
export class InBetweenError extends Error {
	constructor(response: HttpResponse) {
		super(describeLoginPage(response));
		this.name = 'InBetweenError';
	}
}

/** `HTTP 302 to login.hotel.example`, and what to do. */
export const describeLoginPage = (response: HttpResponse): string => {
	const to = redirectOf(response);
	const where = to === null ? '' : ` to ${to}`;
	return `HTTP ${response.status}${where}; log in to the network in a browser, or try --proxy`;
};
