import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {captureFolder, readCapture, skipWithoutCaptures} from '../helpers/captures.js';
import {withExchange} from './protocols/client.js';
import {besides, documented, lists, recorded} from './protocols/documented.js';
import {manners, type Manner} from './protocols/readers.js';
import {differences} from './protocols/shape.js';

type Id = keyof typeof manners;

const ids = Object.keys(manners) as readonly Id[];

/** Everything an exchange says in a while, answers to probes too. */
const listen = async (id: Id): Promise<unknown[]> => {
	const texts: string[] = [];
	await withExchange(id, async ({connect, clock}) => {
		const manner: Manner = manners[id];
		const client = await connect(manner.path);
		client.socket.on('message', (data: Buffer) => {
			texts.push(data.toString());
		});
		for (const message of [...manner.subscribe(clock.now()), ...besides(clock.now())[id]])
			client.send(message);
		for (let count = 0; count < 30; count++) {
			await client.drain(manner.probe, manner.isAnswer);
			clock.advance(2000);
		}
		for (const message of manner.unsubscribe?.(clock.now()) ?? []) client.send(message);
		await client.drain(manner.probe, manner.isAnswer);
	});
	return texts.filter(text => text !== 'pong').map(text => JSON.parse(text) as unknown);
};

const said = new Map<Id, Promise<unknown[]>>();

/** What an exchange says, listened to once. */
const saidBy = (id: Id): Promise<unknown[]> => {
	const messages = said.get(id) ?? listen(id);
	said.set(id, messages);
	return messages;
};

/** How the nearest that was said differs from a message. */
const nearest = (messages: readonly unknown[], wanted: unknown): string[] => {
	const all = messages.map(given => differences(wanted, given));
	return all.toSorted((a, b) => a.join().length - b.join().length)[0] ?? ['nothing was said'];
};

/** The markets of an answer, as they are recorded and as they are simulated. */
const marketsIn = (body: unknown): readonly Record<string, unknown>[] => {
	if (Array.isArray(body)) return body as Record<string, unknown>[];
	const {data, result, products} = body as Record<string, unknown>;
	if (result && !('list' in (result as object))) return Object.values(result) as never;
	return marketsIn(data ?? products ?? (result as {list: unknown}).list);
};

for (const id of ids)
	test(`${id} lists its markets in the recorded form`, {skip: skipWithoutCaptures}, () =>
		withExchange(id, async ({get}) => {
			const text = readFileSync(`${captureFolder}/meta/${lists[id]}.json`, 'utf8');
			const [recordedMarket = {}] = marketsIn((JSON.parse(text) as {body: unknown}).body);
			const [market = {}] = marketsIn(JSON.parse((await get(manners[id].list)).text));
			for (const [name, value] of Object.entries(market))
				if (name in recordedMarket)
					assert.deepEqual(differences(recordedMarket[name], value, name), []);
			const missing = Object.keys(recordedMarket).filter(name => !(name in market));
			const isOnlyOrnament = missing.every(name =>
				/^(.*24h.*|.*url|.*color|.*cbrn|icon.*|.*price|.*overwrite|.*description|new_at|market_cap|is_alpha.*|fcm.*)$/.test(
					name,
				),
			);
			assert.equal(isOnlyOrnament, true, missing.join());
		}),
	);

for (const id of ids) {
	test(`what ${id} says has the documented form`, async () => {
		const messages = await saidBy(id);
		for (const text of documented[id])
			assert.deepEqual(nearest(messages, JSON.parse(text)), [], text);
	});

	test(`what ${id} says has the recorded form`, {skip: skipWithoutCaptures}, async () => {
		const messages = await saidBy(id);
		for (const [file, without] of recorded[id]) {
			const texts = readCapture(file)
				.filter(({kind, data}) => kind === 'ws' && without?.test(data) !== true)
				.map(({data}) => data);
			assert.equal(texts.length > 5, true, file);
			/** One of each kind, as its beginning tells. */
			const kinds = new Map(texts.map(text => [text.replaceAll(/\d+/g, '').slice(0, 60), text]));
			for (const text of kinds.values())
				assert.deepEqual(nearest(messages, JSON.parse(text)), [], text.slice(0, 300));
		}
	});
}
