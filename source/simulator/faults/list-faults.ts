import type {Answer} from '../answer.js';
import {hostileText} from './reply-faults.js';
import {packMany} from './pack-many.js';
import type {Scene, Strike} from './scene.js';

const lists = ['/api/v3/exchangeInfo', '/v1/common/symbols'];

const megabytes = 27;
const nameLength = 100_000;

type Entry = Readonly<Record<string, unknown>>;

/** Does something to the next list of markets. */
const spoilList =
	(toAnswer: (list: Record<string, unknown>, scene: Scene) => Partial<Answer>): Strike =>
	scene => {
		scene.armRest(1, (url, usual) => {
			if (!lists.includes(url.pathname)) return null;
			const answer = usual();
			if (answer.status !== 200) return answer;
			const list = JSON.parse(answer.body.toString()) as Record<string, unknown>;
			return {...answer, ...toAnswer(list, scene)};
		});
	};

const fieldOf = ({exchange}: Scene) => (exchange === 'binance' ? 'symbols' : 'data');

/** One market more, which is the first with other texts. */
const addEntry = (toText: (text: string) => string): Strike =>
	spoilList((list, scene) => {
		const field = fieldOf(scene);
		const entries = list[field] as readonly Entry[];
		const other = Object.entries(entries[0] ?? {}).map(([name, value]) => [
			name,
			typeof value === 'string' ? toText(value) : value,
		]);
		return {
			body: JSON.stringify({...list, [field]: [...entries, Object.fromEntries(other) as Entry]}),
		};
	});

export const escapeList = addEntry(text => text + hostileText);

export const longName = addEntry(text => text + 'A'.repeat(nameLength));

export const tinyList = spoilList((list, scene) => {
	const [head = '', tail = ''] = JSON.stringify({...list, [fieldOf(scene)]: ['|']}).split('"|"');
	const body = packMany({head, unit: '{},', megabytes, tail: `{}${tail}`});
	return {headers: {'content-encoding': 'gzip'}, body};
});
