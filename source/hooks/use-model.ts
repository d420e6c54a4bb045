import {useSyncExternalStore} from 'react';

/** What owns a state and tells of its changes. */
export type Model<State> = {
	getState(): State;
	/** Returns unsubscribe. */
	subscribe(listener: () => void): () => void;
};

/** The whole state of the model, followed. */
export const useModel = <State>({getState, subscribe}: Model<State>): State =>
	useSyncExternalStore(subscribe, getState, getState);
