import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Effect} from '../../source/model/effect.js';
import {createEffectRunner} from '../../source/model/run-effects.js';
import type {ReplayControl} from '../../source/screen/timeline.js';

const start = () => {
	const calls: string[] = [];
	const note =
		(name: string) =>
		(...given: readonly unknown[]) => {
			calls.push([name, ...given].join(' '));
		};
	const state = {seekingTo: null, position: 20_000, isPaused: false, speed: 2};
	const replay = {
		getState: () => state,
		pause: note('pause'),
		seek: note('seek'),
		setSpeed: note('speed'),
		step: note('step'),
		next: note('next'),
	} as unknown as ReplayControl;
	const run = createEffectRunner({
		command: {
			onResync: key => note('resync')(key),
			onFault: note('fault'),
			onMarkets: note('markets'),
			onMarket: note('market'),
			onCommand: note('command'),
			onSuspend: note('suspend'),
			onDemo: note('demo'),
		},
		screen: {
			quit: note('quit'),
			repaint: note('repaint'),
			setMouse: note('mouse'),
			timeNotice: note('time'),
			setSizeStep: note('step-size'),
			follow: note('follow'),
			jumpEdges: note('jump'),
		},
		replay,
	});
	return {run, calls};
};

const expected: readonly (readonly [Effect, readonly string[]])[] = [
	[{type: 'quit'}, ['quit']],
	[{type: 'suspend'}, ['suspend']],
	[{type: 'demo'}, ['demo']],
	[{type: 'list-markets'}, ['markets']],
	[{type: 'record'}, ['command record']],
	[{type: 'marker'}, ['command marker']],
	[{type: 'save'}, ['command save']],
	[{type: 'resync', keys: ['a', 'b']}, ['resync a', 'resync b']],
	[{type: 'inject-fault', name: 'gap'}, ['fault gap']],
	[{type: 'switch-market', name: 'A/B'}, ['market A/B']],
	[{type: 'control-replay', intent: 'pause'}, ['pause true']],
	[{type: 'control-replay', intent: 'seek-back'}, ['seek 10000']],
	[{type: 'control-replay', intent: 'faster'}, ['speed 4']],
	[{type: 'control-replay', intent: 'step-back'}, ['step -1']],
	[{type: 'control-replay', intent: 'next-mark'}, ['next']],
	[{type: 'seek', to: 7}, ['seek 7']],
	[{type: 'repaint'}, ['repaint']],
	[{type: 'set-mouse', isOn: false}, ['mouse false']],
	[{type: 'time-notice', ms: 5}, ['time 5']],
	[{type: 'set-size-step', step: 2}, ['step-size 2']],
	[{type: 'follow'}, ['follow']],
	[{type: 'jump-edges'}, ['jump']],
];

for (const [effect, calls] of expected)
	test(`${calls[0]} is done where it is wanted`, () => {
		const started = start();
		started.run(effect);
		assert.deepEqual(started.calls, calls);
	});

test('a book is fetched with its key alone', () => {
	const given: unknown[][] = [];
	const run = createEffectRunner({
		command: {onResync: (...all: readonly unknown[]) => given.push([...all])},
		screen: {} as never,
		replay: null,
	});
	run({type: 'resync', keys: ['a']});
	assert.deepEqual(given, [['a']]);
});
