import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAudits} from '../../source/feed/audits.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createLinkRun} from '../helpers/link-run.js';

type Turn = Parameters<typeof createAudits>[0]['turn'];

const atOnce: Turn = (_urgency, then) => {
	then();
	return () => undefined;
};

const start = (differences = 0, turn = atOnce) => {
	const clock = createFakeClock(1_000_000);
	const run = createLinkRun(clock);
	const {told} = run;
	const audits = createAudits({
		clock,
		health: {audited: count => told.push(`audited ${count}`), log: () => undefined},
		turn,
		port: {compare: () => differences, tellSync: () => told.push('tell')},
	});
	run.link.standing.fed(true);
	const tell = () => run.link.standing.tell(Infinity, undefined)[0];
	return {clock, audits, tell, ...run};
};

test('a snapshot that agrees ends the doubt', () => {
	const {clock, link, audits, told, tell} = start();
	clock.advance(10_000);
	audits.doubted(link, {code: 'gap'});
	assert.equal(tell(), 'stale');
	audits.compare(link, [], undefined);
	assert.deepEqual([told, tell()], [['tell', 'forget', 'audit', 'audited 0', 'tell'], 'live']);
});

test('one that differs wants a new book', () => {
	const {link, audits, told} = start(2);
	audits.compare(link, [], undefined);
	assert.deepEqual(told, ['audited 2', 'resync different']);
});

test('one that differs from a stream that stopped ends the link', () => {
	const {link, audits, told} = start(2);
	audits.compare(link, [], {code: 'stopped'});
	assert.deepEqual(told, ['audited 2', 'lose stopped']);
});

test('doubts soon after an audit begin no other', () => {
	const {clock, link, audits, told} = start();
	clock.advance(9999);
	audits.doubted(link, undefined);
	assert.deepEqual(told, []);
	clock.advance(1);
	audits.doubted(link, undefined);
	audits.doubted(link, undefined);
	assert.deepEqual(told, ['forget', 'audit']);
});

test('what speaks against a book while it is looked at has it looked at anew', () => {
	const {link, audits, told} = start();
	audits.asked(link);
	audits.doubted(link, undefined);
	audits.doubted(link, {code: 'gap'});
	assert.deepEqual(told, ['audit', 'tell', 'forget', 'audit']);
});

test('what speaks against a book soon after an audit has it not live, and looked at later', () => {
	const {clock, link, audits, told, tell} = start();
	clock.advance(9999);
	audits.doubted(link, {code: 'gap'});
	assert.deepEqual([told, tell()], [['tell'], 'stale']);
	assert.equal(audits.get(link).isOutOfRhythm, false);
	clock.advance(20_001);
	assert.equal(audits.get(link).isOutOfRhythm, true);
	// What is pushed and follows shows that nothing is missing.
	link.standing.fed(true);
	assert.deepEqual([tell(), audits.get(link).isOutOfRhythm], ['live', false]);
});

test('a book in doubt is looked at again and again', () => {
	const {clock, link, audits} = start();
	clock.advance(10_000);
	audits.doubted(link, {code: 'gap'});
	assert.equal(audits.get(link).isOutOfRhythm, false);
	clock.advance(30_000);
	assert.equal(audits.get(link).isOutOfRhythm, true);
	audits.due(link, 'audit');
	assert.equal(audits.get(link).isOutOfRhythm, false);
});

test('an audit for a wider range is no comparison of its time', () => {
	const {clock, link, audits, told} = start();
	const {lastAuditAt} = audits.get(link);
	clock.advance(5000);
	audits.due(link, 'extend');
	const {lastAuditAt: after, lastExtendAt} = audits.get(link);
	assert.deepEqual([after, lastExtendAt, told], [lastAuditAt, clock.now(), ['audit']]);
});

test('without an audit, a book that slept is made anew', () => {
	const {link, audits, told} = start();
	link.standing.slept('awake 1');
	audits.prove(link);
	audits.failed(link, {code: 'no-audit'});
	assert.deepEqual(told, ['tell', 'audit', 'resync slept']);
});

test('a book that stopped is not taken on trust for longer than a minute', () => {
	const turns: (readonly [urgency: string, then: () => void])[] = [];
	const {clock, link, audits, told, tell} = start(0, (...turn) => {
		turns.push(turn);
		return () => undefined;
	});
	// A snapshot made it, and nothing was pushed since.
	audits.changed(true, false);
	clock.advance(10_000);
	for (let second = 0; second <= 60; second++) {
		assert.equal(tell(), 'live');
		audits.due(link, 'audit');
		clock.advance(1000);
	}
	assert.deepEqual([tell(), told], ['stale', ['tell']]);
	assert.deepEqual(
		turns.map(([urgency]) => urgency),
		['doubt'],
	);
	// Its turn comes, and shows that it is the exchange's.
	turns[0]?.[1]();
	audits.compare(link, [], undefined);
	assert.deepEqual([tell(), told.slice(1, 3)], ['live', ['audit', 'audited 0']]);
});

test('a look that waits becomes more urgent once changes stop, and ends with the book', () => {
	const turns: string[] = [];
	const begun: (() => void)[] = [];
	const {clock, link, audits, told} = start(0, (urgency, then) => {
		turns.push(urgency);
		begun.push(then);
		return () => turns.push(`no ${urgency}`);
	});
	audits.due(link, 'audit');
	audits.due(link, 'audit');
	audits.changed(true, false);
	clock.advance(10_000);
	audits.due(link, 'audit');
	assert.deepEqual(turns, ['audit', 'no audit', 'doubt']);
	link.standing.outOfSync();
	begun.at(-1)?.();
	assert.deepEqual(told, []);
});
