import type {CaptureEvent, CaptureHeader} from './capture-format.js';

/**
 * `unreadable`: a line; `backwards`, `jump`: the time of one falls, or is hours behind the one before;
 * `truncated`: the file ends before it was closed; `damaged`: what was packed is not what is unpacked, and where it
 * differs nobody knows, so nothing of the file is proven; `lost`: a part of it is, and is left out: what follows has
 * nothing to do with what came before; `stray`: it is whole, but other bytes, or another capture, follow it;
 * `unclosed`: a connection is opened once more, and nothing tells how it ended before.
 */
export type DefectCode =
	'unreadable' | 'backwards' | 'jump' | 'truncated' | 'damaged' | 'lost' | 'stray' | 'unclosed';

/** Where something was read; `line` counts from 1. */
export type EventPlace = {
	readonly file: string;
	/** Counts from 1. */
	readonly line: number;
};

/** What a reader finds; the header comes first. */
export type CaptureItem =
	| {
			readonly type: 'header';
			/** Of all files together. */
			readonly header: CaptureHeader;
			/** By path. */
			readonly files: ReadonlyMap<string, CaptureHeader>;
	  }
	| (EventPlace & {
			readonly type: 'event';
			/** `t` never falls, whatever the file says. */
			readonly event: CaptureEvent;
			/**
			 * No book of before goes on: the recording was interrupted, and this begins another one; or what was recorded
			 * is damaged, and the connections may be open still.
			 */
			readonly isAfterBreak?: boolean;
	  })
	| (EventPlace & {
			readonly type: 'defect';
			readonly code: DefectCode;
			/** In words. */
			readonly detail: string;
	  });

/** A file that is no capture, or cannot be read; the message is a sentence that names it. */
export class CaptureError extends Error {
	/** What is wrong with a file that is there, as a defect of it; null for anything else. */
	readonly defect: Pick<CaptureItem & {readonly type: 'defect'}, 'code' | 'detail'> | null;

	constructor(message: string, defect: CaptureError['defect'] = null) {
		super(message);
		this.name = 'CaptureError';
		this.defect = defect;
	}
}

/** What follows the header. */
export type TimedItem = Exclude<CaptureItem, {readonly type: 'header'}>;

/** What a file gives, and that it is over. */
export type FileItem =
	| TimedItem
	| (EventPlace & {
			readonly type: 'end';
			/** Whether others go on for seconds after it. @default nobody has looked */
			readonly isBeforeOthers?: boolean;
	  });
