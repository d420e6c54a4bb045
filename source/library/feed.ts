export {openFeed} from './open-feed.js';
export type {FaultCode} from '../faults.js';
export {FeedError} from './feed-error.js';
export type {FeedErrorCode} from './feed-error.js';
export type {
	BookName,
	BookUpdate,
	CaptureSource,
	DemoSource,
	Endpoint,
	Feed,
	FeedOptions,
	Level,
	LostBook,
	NatsSource,
	ProvenBook,
	Status,
	StatusChange,
	Trade,
} from './feed-types.js';
