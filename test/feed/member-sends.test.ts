import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMemberSends} from '../../source/feed/member-sends.js';
import {createMembers} from '../../source/feed/members.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const start = () => {
	const clock = createFakeClock(1000);
	const members = createMembers();
	const sent: string[] = [];
	const socket = {
		send: (data: string) => void sent.push(data),
		ping: (payload = 'nothing') => void sent.push(`ping with ${payload}`),
		close: () => undefined,
	};
	const join = () => members.add([], () => undefined);
	return {clock, members, sent, join, sends: createMemberSends(members, () => socket, clock)};
};

test('a ping is sent before what waits, and does for all who want it at about the same time', () => {
	const {clock, sends, sent, join} = start();
	sends.send(join(), 'a');
	assert.deepEqual([sends.ping(''), sends.ping('')], [true, false]);
	assert.equal(sends.sendNext(), true);
	assert.deepEqual(sent, ['ping with nothing']);
	clock.advance(2499);
	assert.equal(sends.ping(''), false);
	assert.equal(sends.ping('awake 1'), true, 'that is another question');
	clock.advance(1);
	assert.equal(sends.ping(''), true);
	while (sends.sendNext());
	assert.deepEqual(sent.slice(1), ['ping with awake 1', 'ping with nothing', 'a']);
});

test('what one that has left wanted to say is passed over', () => {
	const {members, sends, sent, join} = start();
	const [a, b] = [join(), join()];
	for (const member of [a, b, a]) sends.send(member, `of ${member.number}`);
	members.remove(a);
	assert.deepEqual([sends.sendNext(), sends.sendNext()], [true, false]);
	assert.deepEqual(sent, ['of 2']);
});
