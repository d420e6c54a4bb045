import type {FeedFault} from '../faults.js';
import type {HttpResponse} from '../transport/transport.js';
import {redirectOf} from './login-page.js';

/** The same fault, with more said of it. */
export const withNote = (fault: FeedFault, note: string): FeedFault =>
	note === '' ? fault : {...fault, detail: `${fault.detail ?? ''}${note}`.replace(/^; /, '')};

/** The exchange's own words where the body is its JSON, nothing where it is a page. */
const saidIn = (body: string): string => {
	const message =
		/"(?:msg|err-msg|retMsg|message|reason|error)"\s*:\s*(?:\[\s*)?"([^"]{1,100})/.exec(body);
	return message?.[1] ?? '';
};

const faultOf = (response: HttpResponse): FeedFault => {
	const {status, body} = response;
	const http = `HTTP ${status}`;
	// A good answer is no use only for what it asks for.
	if (status === 429 || status === 418 || status === 200)
		return {code: 'rate-limited', detail: http};
	if (status === 451 || status === 403)
		return {code: 'not-allowed', detail: `${http}; try --proxy`};
	if (status === 407) return {code: 'unreachable', detail: 'the proxy wants a name and password'};
	const to = redirectOf(response);
	const more = to === null ? saidIn(body) : `to ${to}`;
	return {code: 'http-error', detail: more === '' ? http : `${http} ${more}`};
};

/** Why an HTTP answer is of no use; `hold` is what it asked for. */
export const fromResponse = (
	response: HttpResponse,
	hold: {readonly note: string} | null = null,
): FeedFault => withNote(faultOf(response), hold?.note ?? '');
