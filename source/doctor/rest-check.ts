import type {Clock} from '../clock.js';
import {toPlainText} from '../faults.js';
import {hostOf} from '../feed/host-choice.js';
import type {Venue} from '../feed/venue.js';
import {describeLoginPage, isLoginPage} from '../feed/login-page.js';
import type {HostHolds} from '../feed/host-holds.js';
import {fromError, fromResponse} from '../feed/network-faults.js';
import {TransportError, type HttpResponse} from '../transport/transport.js';
import {createFindings, type Finding} from './finding.js';
import {askHosts, pauseNote, type Outcome} from './host-outcomes.js';
import type {Network} from './network.js';
import {portalRemedy, remedyForStatus, type Circumstances} from './remedies.js';

/** A clock that is further off makes ages and latencies useless. */
const tolerableOffsetMs = 1000;

const timed = async <T>(clock: Clock, promise: Promise<T>) => {
	const sentAt = clock.now();
	const value = await promise;
	const wayMs = clock.now() - sentAt;
	return {value, wayMs, middle: clock.wall(sentAt + wayMs / 2)};
};

/** Epoch milliseconds; null where the answer is no time. */
const readTime = ({exchange}: Venue, {body, headers}: HttpResponse): number | null => {
	try {
		return exchange.rest.parseTime(body, headers['date']);
	} catch {
		// Whatever answered is not the exchange: the caller says so.
		return null;
	}
};

/** What is wrong with an answer that holds no time. */
const explainAnswer = (
	{exchange}: Venue,
	response: HttpResponse,
	host: string,
	circumstances: Circumstances,
	wallNow: number,
): Outcome => {
	const {status, body} = response;
	const remedy = remedyForStatus(status, circumstances);
	const usual = circumstances.addressFrom === null ? portalRemedy : remedy;
	if (isLoginPage(response, host)) {
		const [what = ''] = describeLoginPage(response).split(';');
		const words = `a login page or proxy answers in place of ${exchange.title} (${what})`;
		return {result: 'fail', sentence: `${host}: ${words}`, remedy: usual, code: 'in-between'};
	}
	if (status !== 200) {
		const isFull = status === 429 || status === 418;
		const sentence = `${host} answers with HTTP status ${status}${pauseNote(response, wallNow)}`;
		const {code} = fromResponse(response, null);
		return {result: isFull ? 'warn' : 'fail', sentence, remedy, code};
	}
	const said = body === '' ? 'nothing' : toPlainText(body, 60);
	const sentence = `${host} answers, but not as ${exchange.title} does: ${said}`;
	return {result: 'fail', sentence, remedy: usual, code: 'bad-message'};
};

const compareClocks = ({exchange}: Venue, offset: number, wayMs: number): Finding => {
	const slackMs = (wayMs + (exchange.rest.timeStepMs ?? 0)) / 2;
	const {ok, warn} = createFindings('clock', exchange);
	const ms = Math.abs(offset);
	const amount = ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
	const side = offset > 0 ? 'behind' : 'ahead of';
	const words = `This computer's clock is ${amount} ${side} that of ${exchange.title}, give or take ${Math.ceil(slackMs)} ms.`;
	if (ms - slackMs <= tolerableOffsetMs) return ok(words);
	return warn(
		words,
		'let the system set its clock by the network (NTP): until then ages and latencies are wrong, books are not',
	);
};

/** A request; what is said of pauses is learned. */
const get = async (address: string, path: string, {transport}: Network, holds: HostHolds) => {
	try {
		const response = await transport.get(address + path);
		holds.learn(address, response);
		return response;
	} catch (error) {
		if (error instanceof TransportError && error.proxyAnswer)
			holds.learnOfProxy(error.proxyAnswer, fromError(error).fault);
		throw error;
	}
};

/** REST and the clock by one request to each host: the exchange's time is the answer. */
export const checkRest = async (
	venue: Venue,
	network: Network,
	holds: HostHolds,
): Promise<readonly Finding[]> => {
	const {exchange} = venue;
	const {clock} = network;
	const compared: {readonly offset: number; readonly wayMs: number}[] = [];
	const finding = await askHosts(venue, network, {
		check: 'REST',
		kinds: ['rest'],
		keyOf: address => address,
		async ask(address, circumstances) {
			const request = get(address, exchange.rest.timePath ?? exchange.listPath(), network, holds);
			const {value: response, wayMs, middle} = await timed(clock, request);
			const host = hostOf(address);
			const time = response.status === 200 ? readTime(venue, response) : null;
			if (time === null) return explainAnswer(venue, response, host, circumstances, clock.wall());
			compared.push({offset: time - middle, wayMs});
			const sentence = `${host} answers in ${Math.max(1, Math.round(wayMs))} ms`;
			return {result: 'ok', sentence, remedy: null};
		},
	});
	// On the quickest way it is the most exact.
	const [best] = compared.sort((a, b) => a.wayMs - b.wayMs);
	if (best) return [finding, compareClocks(venue, best.offset, best.wayMs)];
	const {warn} = createFindings('clock', exchange);
	return [finding, warn('Not compared, since REST gives no time.', 'see REST')];
};
