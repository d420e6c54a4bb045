import {JetStreamApiError} from '@nats-io/jetstream';
import {errors} from '@nats-io/transport-node';
import {toPlainText} from '../faults.js';
import {BusError, type BusFaultCode} from './bus.js';

const {
	AuthorizationError,
	NoRespondersError,
	PermissionViolationError,
	TimeoutError,
	UserAuthenticationExpiredError,
} = errors;

/** What the client wrapped, from the outside in. */
const causesOf = (error: unknown): readonly unknown[] =>
	error instanceof Error ? [error, ...causesOf(error.cause)] : [error];

const codeOf = (error: unknown): BusFaultCode | null => {
	if (error instanceof NoRespondersError) return 'nobody';
	if (error instanceof PermissionViolationError) return 'denied';
	if (error instanceof UserAuthenticationExpiredError) return 'denied';
	// A server that has much to do is worth another try.
	if (error instanceof AuthorizationError) return /timeout/i.test(error.message) ? null : 'denied';
	if (error instanceof TimeoutError) return 'unanswered';
	if (!(error instanceof JetStreamApiError)) return null;
	// There is no such stream, or nothing is stored at all.
	return error.status === 404 || error.status === 503 ? 'nobody' : 'failed';
};

/** Where answers go: each has a name of its own, which tells nobody anything. */
const inbox = /^_INBOX\..*/;

/** Whether a subject is one where answers go. */
export const isInbox = (subject: string): boolean => inbox.test(subject);

const words = (error: unknown): string => {
	if (error instanceof PermissionViolationError) {
		const what = error.operation === 'publish' ? 'publish' : 'subscribe';
		return `the server does not allow to ${what} to ${error.subject.replace(inbox, '_INBOX.>')}`;
	}
	if (error instanceof NoRespondersError) return `nobody answers at ${error.subject}`;
	if (error instanceof TimeoutError) return 'no answer came in time';
	return error instanceof Error ? error.message : String(error);
};

/**
 * What went wrong in our words; `otherwise`: what is to be thought of an error that tells nothing of itself, such as
 * that of a connection which was lost.
 */
export const toBusError = (error: unknown, otherwise: BusFaultCode): BusError => {
	const causes = causesOf(error);
	const known = causes.find(cause => cause instanceof BusError);
	if (known) return known;
	const telling = causes.find(cause => codeOf(cause) !== null) ?? error;
	return new BusError(codeOf(telling) ?? otherwise, toPlainText(words(telling)));
};
