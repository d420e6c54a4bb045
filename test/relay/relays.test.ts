import assert from 'node:assert/strict';
import {test} from 'node:test';
import {rankRelays} from '../../source/relay/places.js';
import {leaseOf, subjectsOf} from '../../source/relay/subjects.js';
import {createStage, stageBook, stageKey} from '../helpers/relay-stage.js';

const subjects = subjectsOf(stageBook);

/** Names of which the first is the first in place for the book. */
const [firstName = '', secondName = ''] = rankRelays(stageKey, ['desk-1', 'desk-2']);

const isTaken = ({events}: ReturnType<ReturnType<typeof createStage>['desk']>) =>
	events.some(({type}) => type === 'name-taken');

test('a second relay of a name is told, and touches nothing', async () => {
	const stage = createStage();
	const first = stage.desk('desk-1', {runId: 'a'});
	await stage.run(2000);
	const second = stage.desk('desk-1', {runId: 'b'});
	await stage.run(6000);
	assert.deepEqual([isTaken(first), isTaken(second)], [false, true]);
	assert.deepEqual([first.role(), second.role()], ['owner', 'none']);
	assert.equal(first.relay.books()[0]?.epoch, 1, 'nobody came in between');
	assert.ok(!second.relay.isEntitled());
	// What it leaves behind is not the other's lease.
	await second.relay.leave();
	await stage.run(200);
	assert.equal(stage.server.stored(leaseOf('desk-1')).length, 1);
});

test('of two relays of one name that start together one is there', async () => {
	const stage = createStage();
	const both = [stage.desk('desk-1', {runId: 'a'}), stage.desk('desk-1', {runId: 'b'})];
	await stage.run(6000);
	assert.deepEqual(both.map(isTaken).sort(), [false, true]);
	assert.equal(both.filter(desk => desk.role() === 'owner').length, 1);
});

test('a relay that was killed is followed by one of its name', async () => {
	const stage = createStage();
	const first = stage.desk('desk-1', {runId: 'a'});
	await stage.run(2000);
	first.kill();
	const second = stage.desk('desk-1', {runId: 'b'});
	await stage.run(4500);
	assert.ok(!isTaken(second));
	assert.equal(second.role(), 'owner');
});

test('a relay that was paused finds its name taken', async () => {
	const stage = createStage();
	const first = stage.desk('desk-1', {runId: 'a'});
	await stage.run(2000);
	first.process.pause(10_000);
	await stage.run(4000);
	const second = stage.desk('desk-1', {runId: 'b'});
	await stage.run(9000);
	assert.deepEqual([isTaken(first), isTaken(second)], [true, false]);
	assert.equal(second.role(), 'owner');
	assert.ok(!first.relay.isEntitled());
});

test('a lease whose renewal had no answer is still ours', async () => {
	const stage = createStage();
	const desk = stage.desk('desk-1');
	await stage.run(2000);
	stage.server.setWeather({
		latencyMs: stage.latencyMs,
		requestFault: kind => (kind === 'append' ? 'lost-answer' : 'none'),
	});
	await stage.run(2200);
	stage.server.setWeather({latencyMs: stage.latencyMs});
	await stage.run(1500);
	assert.ok(desk.relay.isEntitled());
	stage.server.loseAll();
	await stage.run(2000);
	assert.ok(desk.relay.isEntitled());
	assert.ok(!isTaken(desk));
});

test('a book that an exchange does not serve here goes where it is served', async () => {
	const stage = createStage();
	const [first, second] = [stage.desk(firstName), stage.desk(secondName)];
	await stage.run(3000);
	assert.deepEqual([first.role(), second.role()], ['owner', 'standby']);
	const viewer = stage.viewer();
	first.say('reconnecting', 'the exchange refuses us');
	await stage.run(29_000);
	assert.equal(viewer.status(), 'reconnecting: the exchange refuses us');
	await stage.run(3000);
	assert.equal(second.role(), 'owner');
	assert.equal(viewer.status(), 'live');
	first.serve();
	await stage.run(200_000);
	assert.equal(second.role(), 'owner', 'it is left alone for a while');
	await stage.run(100_000);
	assert.equal(first.role(), 'owner', 'and then comes back');
	assert.equal(viewer.status(), 'live');
});

test('a book that no relay has live stays where it is', async () => {
	const stage = createStage();
	const [first, second] = [stage.desk(firstName), stage.desk(secondName)];
	await stage.run(3000);
	first.say('reconnecting', 'the exchange is down');
	second.say('reconnecting', 'the exchange is down');
	await stage.run(60_000);
	assert.deepEqual([first.role(), second.role()], ['owner', 'standby']);
});

test('trouble of another time counts for nothing in a first place', async () => {
	const stage = createStage();
	const [best = '', next = '', last = ''] = rankRelays(stageKey, ['desk-1', 'desk-2', 'desk-3']);
	const [second] = [stage.desk(next), stage.desk(last)];
	await stage.run(3000);
	second.say('reconnecting');
	await stage.run(5000);
	const first = stage.desk(best);
	await stage.run(2000);
	second.serve();
	await stage.run(24_500);
	assert.equal(first.role(), 'owner');
	second.say('reconnecting');
	void first.relay.leave();
	await stage.run(2000);
	second.serve();
	await stage.run(2000);
	assert.equal(second.role(), 'owner');
});

test('a state longer than a message is stored in parts, and shown', async () => {
	const stage = createStage(500);
	const owner = stage.relay('desk-1');
	const levels = Array.from({length: 200}, (_, at) => [`0.0${1000 + at}`, String(at + 1)] as const);
	owner.snapshot(10, levels);
	void owner.published.claim();
	await stage.run(200);
	assert.ok(stage.server.stored(subjects.state).length > 1);
	owner.kill();
	await stage.run(60_000);
	const viewer = stage.viewer();
	await stage.run(500);
	assert.equal(viewer.status(), 'stale: no relay follows it since 12:04');
	assert.equal(viewer.levels(), 200);
});

test('a book that no number of messages holds is said so, and not owned', async () => {
	const stage = createStage(100);
	const owner = stage.relay('desk-1');
	const levels = Array.from(
		{length: 3000},
		(_, at) => [`0.${1_000_000 + at * 37}`, String(1 + ((at * 7919) % 9973))] as const,
	);
	owner.snapshot(10, levels);
	void owner.published.claim();
	await stage.run(200);
	assert.ok(!owner.published.isOwner());
	assert.match(owner.troubles.at(-1) ?? '', /bytes are more than 64 messages of 100 bytes/);
});

test('a relay that was ended takes no book any more', async () => {
	const stage = createStage();
	for (const ms of [0, 1, 2, 3, 4, 5, 300, 301, 302]) {
		const desk = stage.desk(`desk-${ms}`);
		await stage.run(ms);
		desk.relay.end();
		await stage.run(3000);
		assert.equal(desk.role(), 'none', `ended after ${ms} ms`);
		assert.deepEqual(desk.events.filter(({type}) => type === 'owner').slice(1), []);
	}
});

test('a relay whose server answers nothing hands over for no longer than one with a good server', async () => {
	const stage = createStage();
	const desks = ['desk-1', 'desk-2'].map(name => stage.desk(name));
	await stage.run(3000);
	const owner = desks.find(({role}) => role() === 'owner');
	stage.server.setWeather({latencyMs: stage.latencyMs, requestFault: () => 'lost-answer'});
	let hasLeft = false;
	void owner?.relay.leave().then(() => (hasLeft = true));
	await stage.run(4500);
	assert.ok(!hasLeft, 'it goes on as long as it may');
	await stage.run(700);
	assert.ok(hasLeft);
});
