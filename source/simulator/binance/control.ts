/** The streams of a connection, as a control message may change them. */
export type StreamControl = {
	/** By their names, in the order they were subscribed to. */
	readonly streams: readonly string[];
	isCombined: boolean;
	subscribe(stream: string): void;
	unsubscribe(stream: string): void;
};

type Id = number | string | null;

const mostStreams = 1024;

const methods = [
	'SUBSCRIBE',
	'UNSUBSCRIBE',
	'LIST_SUBSCRIPTIONS',
	'SET_PROPERTY',
	'GET_PROPERTY',
] as const;

type Method = (typeof methods)[number];

/** The codes of the published list: 0 property, 1 value type, 2 request, 3 JSON. */
class ControlError extends Error {
	readonly code: 0 | 1 | 2 | 3;

	constructor(code: 0 | 1 | 2 | 3, message: string) {
		super(message);
		this.code = code;
	}
}

const parseJson = (text: string): unknown => {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw new ControlError(3, 'Invalid JSON: expected value at line 1 column 1');
	}
};

/** A signed 64-bit integer, up to 36 letters and digits, or null; left out is as null. */
const isId = (id: unknown): id is Id =>
	id === null ||
	Number.isInteger(id) ||
	(typeof id === 'string' && /^[a-zA-Z0-9_-]{1,36}$/.test(id));

const checkMethod = (method: unknown): Method => {
	if (method === undefined)
		throw new ControlError(2, 'Invalid request: missing field `method` at line 1 column 1');
	const known = methods.find(name => name === method);
	if (known) return known;
	const names = methods.map(name => `\`${name}\``).join(', ');
	const text = `unknown variant \`${String(method)}\`, expected one of ${names}`;
	throw new ControlError(2, `Invalid request: ${text}`);
};

const checkStreams = (params: readonly unknown[]): string[] => {
	if (params.length > mostStreams)
		throw new ControlError(2, 'Invalid request: too many parameters');
	return params.map(stream => {
		if (typeof stream === 'string') return stream;
		throw new ControlError(2, 'Invalid request: stream name must be a string');
	});
};

const checkProperty = (name: unknown) => {
	if (typeof name !== 'string')
		throw new ControlError(2, 'Invalid request: property name must be a string');
	if (name !== 'combined') throw new ControlError(0, 'Unknown property');
};

const carryOut = (method: Method, params: readonly unknown[], control: StreamControl): unknown => {
	switch (method) {
		case 'SUBSCRIBE': {
			const wanted = checkStreams(params);
			if (new Set([...control.streams, ...wanted]).size > mostStreams)
				throw new ControlError(2, 'Invalid request: too many parameters');
			for (const stream of wanted) control.subscribe(stream);
			return null;
		}
		case 'UNSUBSCRIBE':
			for (const stream of checkStreams(params)) control.unsubscribe(stream);
			return null;
		case 'LIST_SUBSCRIPTIONS':
			return control.streams;
		case 'SET_PROPERTY':
			checkProperty(params[0]);
			if (typeof params[1] !== 'boolean')
				throw new ControlError(1, 'Invalid value type: expected Boolean');
			control.isCombined = params[1];
			return null;
		case 'GET_PROPERTY':
			checkProperty(params[0]);
			return control.isCombined;
	}
};

const perform = (request: unknown, control: StreamControl): unknown => {
	if (typeof request !== 'object' || request === null || Array.isArray(request))
		throw new ControlError(2, 'Invalid request: expected an object');
	const {method, params, id} = request as Record<string, unknown>;
	if (id !== undefined && !isId(id))
		throw new ControlError(2, 'Invalid request: request ID must be an integer, a string or null');
	const known = checkMethod(method);
	if (!Array.isArray(params) && known !== 'LIST_SUBSCRIPTIONS')
		throw new ControlError(2, 'Invalid request: missing field `params` at line 1 column 1');
	return carryOut(known, Array.isArray(params) ? params : [], control);
};

/**
 * Carries out one control message and returns the reply, which is never wrapped, not even on a
 * combined connection. A stream that does not exist is accepted like any other.
 */
export const answerControl = (text: string, control: StreamControl): string => {
	let id: unknown;
	try {
		const request = parseJson(text);
		({id} = (request ?? {}) as {id?: unknown});
		return JSON.stringify({result: perform(request, control), id: id ?? null});
	} catch (error) {
		if (!(error instanceof ControlError)) throw error;
		const {code, message} = error;
		return JSON.stringify({code, msg: message, ...(id !== undefined && isId(id) ? {id} : {})});
	}
};
