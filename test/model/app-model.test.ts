import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAppModel} from '../../source/model/app-model.js';
import {createState, keyOf, lookAt, startModelRun} from '../helpers/model-run.js';

test('listeners hear of each change, and of nothing else', () => {
	const {subscribe, press} = startModelRun();
	let count = 0;
	const unsubscribe = subscribe(() => {
		count++;
	});
	press('g', 'ä', 'G');
	assert.equal(count, 2);
	unsubscribe();
	press('g');
	assert.equal(count, 2);
});

test('effects are done in the new state, before listeners hear of it', () => {
	const seen: string[] = [];
	const model = createAppModel({
		first: createState(),
		look: lookAt,
		run(effect) {
			seen.push(`${effect.type} ${model.getState().hasMouse}`);
		},
	});
	model.subscribe(() => seen.push('told'));
	model.dispatch({type: 'keys', keys: [keyOf('M')]});
	assert.deepEqual(seen, ['set-mouse false', 'time-notice false', 'told']);
});

test('an effect may tell the model of something', () => {
	const model = createAppModel({
		first: createState(),
		look: lookAt,
		run(effect) {
			if (effect.type === 'save') model.dispatch({type: 'say', text: 'saved'});
		},
	});
	model.dispatch({type: 'keys', keys: [keyOf('s')]});
	assert.equal(model.getState().notice, 'saved');
	model.dispatch({type: 'notice-over'});
	assert.equal(model.getState().notice, null);
});
