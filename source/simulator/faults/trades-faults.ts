import type {Answer} from '../answer.js';
import {errorBody} from './reply-faults.js';
import type {Scene, Strike} from './scene.js';

const lateMs = 6000;

/** Of all exchanges. */
const paths =
	/\/(?:trades|history\/trade|recent-trade|Trades|trades\/ticks|transactions\/[^/]+\/?|products\/[^/]+\/ticker)$/;

/** Does something to the next answer with recent trades. */
const spoilTrades =
	(toAnswer: (usual: Answer, scene: Scene) => Partial<Answer>): Strike =>
	scene => {
		scene.armRest(1, (url, usual) => {
			if (!paths.test(url.pathname)) return null;
			const answer = usual();
			return answer.status === 200 ? {...answer, ...toAnswer(answer, scene)} : answer;
		});
	};

export const lateTrades = spoilTrades(() => ({delayMs: lateMs}));

export const refusedTrades = spoilTrades((_, scene) => ({
	status: 400,
	body: errorBody(scene, 'recent trades are not served'),
}));

export const cutTrades = spoilTrades(({body}) => ({
	body: body.toString().slice(0, body.length / 2),
}));
