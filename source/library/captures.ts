export {exportCapture} from './export-data.js';
export {FeedError} from './feed-error.js';
export {readCapture} from './read-capture.js';
export {verifyCapture} from './verify-capture.js';
export type {
	CaptureEvent,
	CaptureHeader,
	CaptureHole,
	Encoding,
} from '../capture/capture-format.js';
export type {CaptureItem, DefectCode, EventPlace} from '../capture/capture-item.js';
export type {
	BookCount,
	ChannelCount,
	CoverageCount,
	ExportedFile,
	ExportOptions,
	ReadOptions,
	Verification,
} from './capture-types.js';
export type {FeedErrorCode} from './feed-error.js';
