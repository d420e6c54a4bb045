import {close1006} from './connection-faults.js';
import {replaceNext, sendToAll, withText, type Scene, type Strike} from './scene.js';

const forMs = 10_000;
const closeMs = 60_000;
const answers = 2;

/** Where all messages of a connection are counted, it is missed like an update. */
export const lostFrame = ({outlets, isUpdate}: Scene): void => {
	for (const outlet of outlets()) {
		const takeOut = outlet.filter(message => {
			if (isUpdate(message)) return [message];
			takeOut();
			return [];
		});
	}
};

/** One more than the checksum of the book that the update makes. */
export const checksum = (scene: Scene): void => {
	replaceNext(scene, 1, message => [
		withText(
			message,
			message.text.replace(
				/"checksum":(\d+)/,
				(_, sum: string) => `"checksum":${String((Number(sum) + 1) % 2 ** 32)}`,
			),
		),
	]);
};

export const restartIds = ({tricks}: Scene): void => {
	tricks.restartIds?.();
};

export const unaskedSnapshot = (scene: Scene): void => {
	replaceNext(scene, 1, message => [message.whole ? withText(message, message.whole()) : message]);
};

const inMode =
	(mode: Parameters<Scene['armMode']>[0]): Strike =>
	scene => {
		scene.armMode(mode, forMs);
		close1006(scene);
	};

export const noSnapshot = inMode('no-snapshot');
export const unlisted = inMode('unlisted');

/** Who subscribes meanwhile has a book that does not move; afterwards they have to come again. */
export const halted = (scene: Scene): void => {
	inMode('halted')(scene);
	scene.after(forMs, () => {
		close1006(scene);
	});
};

export const refusedSubscription = (scene: Scene): void => {
	scene.armSubs(Infinity, 'too many subscriptions', forMs);
	close1006(scene);
};

export const reconnectNotice = (scene: Scene): void => {
	const struck = scene.outlets();
	if (scene.tricks.notice !== undefined) sendToAll(scene, scene.tricks.notice);
	scene.after(closeMs, () => {
		for (const outlet of struck) outlet.close(1001, 'service upgrade');
	});
};

export const errorIn200 = (scene: Scene): void => {
	const {errorIn200: body} = scene.tricks;
	if (body) scene.armRest(answers, () => ({status: 200, body: body()}));
};
