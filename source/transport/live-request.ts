import {ask} from './ask.js';
import {hostOf, timedOut, toTransportError} from './errors.js';
import {toHeaders} from './headers.js';
import {readBody} from './read-body.js';
import {TransportError, type HttpResponse} from './transport.js';
import type {WayOut} from './way-out.js';

export type LiveRequestOptions = {
	readonly wayOut: WayOut;
	/** Ends one connection or request each. */
	readonly running: Set<() => void>;
	/** Until an answer begins, and until its next byte is there. */
	readonly timeoutMs: number;
	/** Until an answer is complete that keeps coming. */
	readonly maxAnswerMs: number;
	/** Of an answer, unpacked. */
	readonly maxBodyBytes: number;
};

/** Asks for an address, and ends whatever it began. */
export const getAnswer = async (
	url: string,
	options: LiveRequestOptions,
): Promise<HttpResponse> => {
	const {wayOut, running, timeoutMs, maxAnswerMs, maxBodyBytes} = options;
	const abort = new AbortController();
	const {signal} = abort;
	let waitsFor = hostOf(url);
	const giveUp = (error: TransportError) => {
		abort.abort(error);
	};
	const stop = () => {
		giveUp(new TransportError(`${hostOf(url)}: the request was given up`));
	};
	let hasBegun = false;
	const silence = setTimeout(() => {
		const what = hasBegun ? 'the answer stopped for' : 'no answer within';
		giveUp(timedOut(waitsFor, `${what} ${timeoutMs / 1000} s`));
	}, timeoutMs);
	const bound = setTimeout(() => {
		giveUp(timedOut(waitsFor, `the answer took longer than ${maxAnswerMs / 1000} s`));
	}, maxAnswerMs);
	running.add(stop);
	try {
		const protocols = ['http:', 'https:'];
		const way = await wayOut(url, protocols, signal, who => (waitsFor = who));
		const response = await ask(way.address, way.login, way.connection, signal);
		hasBegun = true;
		const onBytes = () => silence.refresh();
		const body = await readBody(response, {maxBytes: maxBodyBytes, onBytes});
		return {status: response.statusCode ?? 0, headers: toHeaders(response), body};
	} catch (error) {
		throw toTransportError(hostOf(url), signal.aborted ? signal.reason : error);
	} finally {
		running.delete(stop);
		clearTimeout(silence);
		clearTimeout(bound);
		// Nothing stays open behind a request, however it ended.
		abort.abort();
	}
};
