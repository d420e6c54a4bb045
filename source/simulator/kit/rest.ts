import type {Answer} from '../answer.js';
import type {FaultSite} from '../fault-site.js';

/** What is answered: text as it is, anything else as JSON. */
export type Told = {readonly value: unknown; readonly delayMs?: number};

/** `name` is what the path's pattern caught, empty for nothing. */
export type Question = (query: URLSearchParams, name: string) => Told;

/** A request refused, in the exchange's own words. */
export class RefusedError extends Error {
	readonly status: number;
	readonly body: unknown;

	constructor(status: number, body: unknown) {
		super('refused');
		this.status = status;
		this.body = body;
	}
}

const toText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** What is asked by REST: the first path that matches is taken. */
export type Questions = readonly (readonly [path: RegExp, question: Question])[];

/** Answers the market-data part of an exchange's REST interface. */
export const createRest =
	(questions: Questions, {time}: FaultSite, notFound: string) =>
	(url: URL): Answer => {
		const headers = {date: new Date(time()).toUTCString()};
		for (const [pattern, question] of questions) {
			const match = pattern.exec(url.pathname);
			if (!match) continue;
			try {
				const {value, delayMs = 0} = question(url.searchParams, match[1] ?? '');
				return {status: 200, headers, body: toText(value), delayMs};
			} catch (error) {
				if (!(error instanceof RefusedError)) throw error;
				return {status: error.status, headers, body: toText(error.body)};
			}
		}
		return {status: 404, headers, body: notFound};
	};
