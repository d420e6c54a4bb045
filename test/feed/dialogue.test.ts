import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noLevels} from '../../source/book/level-columns.js';
import type {ClientInput, ClientOutput} from '../../source/exchanges/exchange.js';
import {createSubscription} from '../../source/exchanges/subscription.js';
import type {FeedFault} from '../../source/faults.js';
import {createDialogue} from '../../source/feed/dialogue.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const book: ClientOutput = {
	type: 'book',
	change: {type: 'snapshot', sequence: 1, exchangeTime: null, bids: noLevels, asks: noLevels},
	proof: createSubscription().pushed(),
};
const audit: ClientOutput = {type: 'audit', changes: []};

/** A client that gives what is next in the list, and a listener that finds that wrong with each book. */
const start = (outputs: readonly ClientOutput[][], wrong: FeedFault | null = null) => {
	const clock = createFakeClock(5000);
	const rest = [...outputs];
	const inputs: ClientInput['type'][] = [];
	const told: string[] = [];
	const tell =
		(name: string) =>
		(detail: unknown): void => {
			told.push(`${name} ${(detail as FeedFault | undefined)?.code ?? ''}`.trim());
		};
	const dialogue = createDialogue({
		client(input) {
			inputs.push(input.type);
			return rest.shift() ?? [];
		},
		clock,
		rest: {
			get: () => Promise.reject(new Error('not asked')),
			turn: () => () => undefined,
			hold: () => null,
			host: () => '',
			isAway: () => false,
			usage: () => null,
		},
		listener: {
			onOpen: () => undefined,
			onSign: () => undefined,
			onAgain: () => told.push('again'),
			onBook(changes) {
				told.push(`book ${changes.length}`);
				return wrong;
			},
			onSyncing: tell('syncing'),
			onTrades: () => told.push('trades'),
			onAudit: () => told.push('audit'),
			onDoubt: tell('doubt'),
			onUnaudited: tell('unaudited'),
			onRenew: tell('renew'),
			onLost: tell('lost'),
		},
		port: {
			send: data => told.push(`send ${data}`),
			answer: (_, toldAt) => told.push(`answer to ${toldAt}`),
			told: toldAt => told.push(`told ${toldAt}`),
			lose: tell('lose'),
		},
	});
	return {dialogue, inputs, told};
};

const open: ClientInput = {type: 'open'};

test('tells the changes of one input as one', () => {
	const {dialogue, told} = start([[{type: 'send', data: 'x'}, book, book]]);
	dialogue.dispatch(open);
	assert.deepEqual(told, ['send x', 'book 2']);
});

test('sync that was lost and found in one input is not told', () => {
	const {dialogue, told} = start([[{type: 'syncing'}, book]]);
	dialogue.dispatch(open);
	assert.deepEqual(told, ['book 1']);
});

test('what is wrong with a book goes to the client', () => {
	const {dialogue, inputs, told} = start([[book], [{type: 'syncing', fault: {code: 'crossed'}}]], {
		code: 'crossed',
	});
	dialogue.dispatch(open);
	assert.deepEqual(
		[inputs, told],
		[
			['open', 'resync'],
			['book 1', 'syncing crossed'],
		],
	);
});

test('tells nothing more of an input that ends the connection', () => {
	const {dialogue, told} = start([
		[book, {type: 'reconnect', fault: {code: 'gap'}}, {type: 'trades', trades: []}],
	]);
	dialogue.dispatch(open);
	assert.deepEqual(told, ['lose gap']);
});

test('a doubt counts only against a book in sync', () => {
	const doubt: ClientOutput = {type: 'doubt', fault: {code: 'gap'}};
	const {dialogue, told} = start([[doubt], [book], [doubt]]);
	for (let count = 0; count < 3; count++) dialogue.dispatch(open);
	assert.deepEqual(told, ['book 1', 'doubt gap']);
});

test('ids that begin anew are told before what comes by them', () => {
	const fault: FeedFault = {code: 'gap'};
	const {dialogue, told} = start([[{type: 'syncing', fault, isAnew: true}], [book]]);
	for (let count = 0; count < 2; count++) dialogue.dispatch(open);
	assert.deepEqual(told, ['again', 'syncing gap', 'book 1']);
});

test('an audit is under way until it is told, or sync is lost', () => {
	const {dialogue} = start([[], [book], [], [audit], [], [{type: 'syncing'}]]);
	dialogue.audit();
	assert.equal(dialogue.auditingSince(), null);
	dialogue.dispatch(open);
	dialogue.audit();
	assert.equal(dialogue.auditingSince(), 5000);
	dialogue.dispatch(open);
	assert.equal(dialogue.auditingSince(), null);
	dialogue.audit();
	dialogue.dispatch(open);
	assert.equal(dialogue.auditingSince(), null);
});
