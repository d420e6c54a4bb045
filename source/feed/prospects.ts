import type {HttpResponse, SocketEvent, TransportError} from '../transport/transport.js';
import type {Prospect} from './host-choice.js';
import {InBetweenError, isLoginPage} from './login-page.js';

/** Failures before a host was reached, also behind a proxy: another host may be. */
const unreached = /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|PROXY_\w+)$/;

/** What a proxy says to all alike, whichever host is to be reached through it. */
const saidToAll = /^PROXY_(407|429)/;

/** What an answer lets hope of a host. A host that asks for a pause gets it: no other is asked instead. */
export const prospectOfAnswer = (answer: HttpResponse, host: string): Prospect => {
	const {status} = answer;
	if (status === 403 || status === 451) return 'hopeless';
	return status >= 500 || isLoginPage(answer, host) ? 'doubtful' : 'good';
};

/** Without a code it was no failure of the network, but an answer that is too long, or a request given up. */
const prospectOfCode = (errorCode: string | undefined): Prospect => {
	if (errorCode === undefined || saidToAll.test(errorCode)) return 'good';
	return unreached.test(errorCode) ? 'hopeless' : 'doubtful';
};

/** The same of a request that had no answer. */
export const prospectOfError = (error: unknown): Prospect =>
	error instanceof InBetweenError
		? 'doubtful'
		: prospectOfCode((error as Partial<TransportError>).errorCode);

/** The same of a socket that closed before it was open. */
export const prospectOfClose = (
	{answer, status, errorCode}: SocketEvent & {type: 'close'},
	host: string,
): Prospect => {
	if (answer) return prospectOfAnswer(answer, host);
	if (status !== undefined) return prospectOfAnswer({status, headers: {}, body: ''}, host);
	return prospectOfCode(errorCode);
};
