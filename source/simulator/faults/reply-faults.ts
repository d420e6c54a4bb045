import {strangeEvent} from './message-faults.js';
import {sendToAll, withhold, withText, type Scene} from './scene.js';

/** Sets a title, clears the screen, colours, beeps, turns the text around, and more of what a terminal obeys. */
export const hostileText =
	'\u001B]0;owned\u0007\u001B[2J\u001B[31mred\u009B5m\u202Etfel\u2028\r\n\u0000\b\u001B[?1049l';

const errors = ['429 too many request', 'request timeout'];

const huobiError = (ts: number, message: string, id?: unknown) =>
	JSON.stringify({status: 'error', ts, id, 'err-code': 'bad-request', 'err-msg': message});

const isAnswer = (text: string) => /"(rep|subbed)":/.test(text);

/** Replies within the next 30 s. */
export const refuseReplies = (scene: Scene): void => {
	const {outlets, time, after} = scene;
	sendToAll(scene, huobiError(time(), 'request timeout'));
	withhold(scene);
	for (const outlet of outlets()) {
		const left = [...errors];
		const takeOut = outlet.filter(message => {
			if (message.kind !== 'reply' || !isAnswer(message.text)) return [message];
			const said = left.shift();
			if (left.length === 0) takeOut();
			if (said === undefined) return [message];
			const {id} = JSON.parse(message.text) as {id?: unknown};
			return [withText(message, huobiError(time(), said, id))];
		});
		after(30_000, takeOut);
	}
};

/** An error body as each exchange writes it. */
export const errorBody = ({exchange, time, tricks}: Scene, message: string): string =>
	tricks.errorBody?.(message) ??
	(exchange === 'huobi'
		? huobiError(time(), message)
		: JSON.stringify({code: -1000, msg: message}));

/** Hostile text wherever text can be; the sockets close a second later. */
export const escape = (scene: Scene): void => {
	const {exchange, outlets, after, armRest, time} = scene;
	const struck = outlets();
	const error =
		exchange === 'huobi'
			? huobiError(time(), hostileText)
			: JSON.stringify({code: 2, msg: hostileText, id: null});
	sendToAll(scene, error);
	sendToAll(scene, outlet => strangeEvent(scene, hostileText, outlet));
	armRest(1, () => ({status: 500, body: errorBody(scene, hostileText)}));
	after(1000, () => {
		for (const outlet of struck) outlet.close(1011, hostileText);
	});
};
