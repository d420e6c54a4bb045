import type {Answer} from '../answer.js';
import {errorBody} from './reply-faults.js';
import {withhold, type Scene, type Strike} from './scene.js';

const limitedSeconds = 3;
const bannedSeconds = 10;

const page = `<!DOCTYPE html>
<html><head><title>500 Internal Server Error</title></head>
<body><h1>Internal Server Error</h1><p>The page you asked for is not here.</p></body></html>
`;

/** Binance is asked for a snapshot when an update is missing; Huobi's snapshots come by socket. */
const provoke = (scene: Scene) => {
	if (scene.exchange === 'binance') withhold(scene);
};

const answerWith =
	(times: number, toAnswer: (scene: Scene) => Answer | 'hang' | 'reset'): Strike =>
	scene => {
		provoke(scene);
		scene.armRest(times, () => toAnswer(scene));
	};

/** Refuses every request for so many seconds, counted from the first one. */
const refuseFor =
	(seconds: number, status: number, message: string): Strike =>
	scene => {
		let endsAt: number | null = null;
		provoke(scene);
		scene.armRest(Infinity, () => {
			const now = scene.clock.now();
			endsAt ??= now + seconds * 1000;
			const left = Math.ceil((endsAt - now) / 1000);
			if (left <= 0) return null;
			const body = errorBody(scene, message);
			return {status, headers: {'retry-after': String(left)}, body};
		});
	};

export const rateLimit = refuseFor(limitedSeconds, 429, 'Too many requests.');
export const ban = refuseFor(bannedSeconds, 418, 'Way too many requests; IP banned.');

/** As the exchange says it where no header does. */
export const banInBody = (scene: Scene): void => {
	const until = scene.time() + bannedSeconds * 1000;
	const msg = `Way too many requests; IP(203.0.113.7) banned until ${String(until)}. Please use WebSocket Streams for live updates to avoid bans.`;
	provoke(scene);
	scene.armRest(
		Infinity,
		() => ({status: 418, body: JSON.stringify({code: -1003, msg})}),
		bannedSeconds * 1000,
	);
};

/** An HTTP date, epoch seconds and epoch milliseconds, in turn. */
const retryForms: readonly ((time: number) => string)[] = [
	time => new Date(time).toUTCString(),
	time => String(Math.ceil(time / 1000)),
	String,
];

export const retryAfter = (scene: Scene): void => {
	const endsAt = scene.clock.now() + limitedSeconds * 1000;
	let count = 0;
	provoke(scene);
	scene.armRest(
		Infinity,
		() => {
			const until = scene.time() + endsAt - scene.clock.now();
			const text = retryForms[count++ % retryForms.length]?.(until) ?? '';
			const body = errorBody(scene, 'Too many requests.');
			return {status: 429, headers: {'retry-after': text}, body};
		},
		limitedSeconds * 1000,
	);
};

export const blocked = answerWith(2, scene => ({
	status: 451,
	body: errorBody(scene, 'Service unavailable from a restricted location.'),
}));

export const serverError = answerWith(2, () => ({
	status: 500,
	headers: {'content-type': 'text/html'},
	body: page,
}));

export const restHang = answerWith(1, () => 'hang');
export const restReset = answerWith(2, () => 'reset');
