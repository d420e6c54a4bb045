import type {Clock} from '../../clock.js';
import {toPlainText} from '../../faults.js';
import type {Venue} from '../../session.js';
import type {HttpResponse} from '../../transport/transport.js';
import {createFindings, type Finding} from './finding.js';
import {circumstancesOf, messageOf, type Network} from './network.js';
import {remedyForError, remedyForStatus, type Circumstances} from './remedies.js';

/** A clock that is further off makes ages and latencies useless. */
const tolerableOffsetMs = 1000;

const timed = async <T>(clock: Clock, promise: Promise<T>) => {
	const sentAt = clock.now();
	const value = await promise;
	const wayMs = clock.now() - sentAt;
	return {value, wayMs, middle: sentAt + wayMs / 2};
};

/** Epoch milliseconds; null where the answer is no time. */
const readTime = ({exchange}: Venue, body: string): number | null => {
	try {
		return exchange.rest.parseTime(body);
	} catch {
		// Whatever answered is not the exchange: the caller says so.
		return null;
	}
};

/** What is wrong with an answer that holds no time. */
const explainAnswer = (
	{exchange, endpoints}: Venue,
	{status, headers, body}: HttpResponse,
	circumstances: Circumstances,
): Finding => {
	const {warn, fail} = createFindings('REST', exchange);
	const {host} = new URL(endpoints.rest);
	const remedy = remedyForStatus(status, circumstances);
	if (status === 429 || status === 418) {
		const pause = Number(headers['retry-after']);
		const words = pause > 0 ? ` of ${pause} s` : '';
		return warn(`${host} asks for a pause${words} (HTTP status ${status}).`, remedy);
	}
	if (status !== 200) return fail(`${host} answers with HTTP status ${status}.`, remedy);
	const said = body === '' ? 'nothing' : toPlainText(body, 60);
	const portal =
		'log in to the network if it wants that (a page of a hotel or company), or use a proxy (--proxy)';
	return fail(
		`${host} answers, but not as ${exchange.title} does: ${said}`,
		circumstances.addressFrom === null ? portal : remedy,
	);
};

const compareClocks = ({exchange}: Venue, offset: number, wayMs: number): Finding => {
	const {ok, warn} = createFindings('clock', exchange);
	const ms = Math.abs(offset);
	const amount = ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
	const side = offset > 0 ? 'behind' : 'ahead of';
	const words = `This computer's clock is ${amount} ${side} that of ${exchange.title}, give or take ${Math.ceil(wayMs / 2)} ms.`;
	if (ms - wayMs / 2 <= tolerableOffsetMs) return ok(words);
	return warn(
		words,
		'let the system set its clock by the network (NTP): until then ages and latencies are wrong, books are not',
	);
};

/** REST and the clock by one request: the exchange's time is the answer. */
export const checkRest = async (venue: Venue, network: Network): Promise<readonly Finding[]> => {
	const {exchange, endpoints} = venue;
	const {ok, fail} = createFindings('REST', exchange);
	const circumstances = circumstancesOf(venue, 'rest', network);
	const unknown = createFindings('clock', exchange).warn(
		'Not compared, since REST gives no time.',
		'see REST',
	);
	try {
		const request = network.transport.get(endpoints.rest + exchange.rest.timePath);
		const {value: response, wayMs, middle} = await timed(network.clock, request);
		const time = response.status === 200 ? readTime(venue, response.body) : null;
		if (time === null) return [explainAnswer(venue, response, circumstances), unknown];
		return [
			ok(`${new URL(endpoints.rest).host} answers in ${Math.max(1, Math.round(wayMs))} ms.`),
			compareClocks(venue, time - middle, wayMs),
		];
	} catch (error) {
		return [fail(`${messageOf(error)}.`, remedyForError(error, circumstances)), unknown];
	}
};
