import type {IncomingMessage} from 'node:http';
import type {HttpResponse} from './transport.js';

/** The headers of an answer, each as one text. */
export const toHeaders = ({headers}: IncomingMessage): HttpResponse['headers'] =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
