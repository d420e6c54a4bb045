import {constants} from 'node:fs';

/** Opens a pipe without waiting for its other end. Windows has no such flag, nor names of pipes that block. */
export const noWait = (constants.O_NONBLOCK as number | undefined) ?? 0;
