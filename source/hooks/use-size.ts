import {useSyncExternalStore} from 'react';
import type {Screen, Size} from '../screen/screen.js';

/** The size of the terminal, followed. */
export const useSize = (screen: Screen): Size =>
	useSyncExternalStore(screen.onResize, screen.getSize, screen.getSize);
