import type {CommandIntent, ReplayIntent} from '../screen/intent.js';
import type {SizeChoice} from '../screen/ui-state.js';
import type {BookKey} from '../store/market-view.js';

/** Something to be done outside the model, as a value. Carried out in the new state, before it is drawn. */
export type Effect =
	| {readonly type: 'quit' | 'suspend' | 'demo' | 'list-markets'}
	| {readonly type: CommandIntent}
	| {readonly type: 'resync'; readonly keys: readonly BookKey[]}
	| {
			readonly type: 'inject-fault' | 'switch-market';
			/** As the menu has it. */
			readonly name: string;
	  }
	| {readonly type: 'control-replay'; readonly intent: ReplayIntent}
	| {
			readonly type: 'seek';
			/** Milliseconds from the capture's start. */
			readonly to: number;
	  }
	/** Paints the whole screen anew. */
	| {readonly type: 'repaint'}
	| {readonly type: 'set-mouse'; readonly isOn: boolean}
	/** Sends `notice-over` after a while, once; the one that was asked for before is not sent. */
	| {
			readonly type: 'time-notice';
			/** From now on. */
			readonly ms: number;
	  }
	/** Of the edges. */
	| {
			readonly type: 'set-size-step';
			readonly step: SizeChoice;
	  }
	/** Follows the source that is shown now instead of the one before. */
	| {readonly type: 'follow'}
	/** The replay has jumped: the edges are those of the moment that was jumped to. */
	| {readonly type: 'jump-edges'};
