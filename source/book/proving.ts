/** What the sequences of a book may be compared with: those of any connection, of the same one, or of none. */
export type Ids = 'exchange' | 'connection' | 'none';

/** How it is seen that a message of a book was lost. */
export type LossRule =
	/** Each names the one that it follows. */
	| {readonly type: 'ids'}
	/** A counter runs over all messages of the connection. */
	| {readonly type: 'counter'}
	/** A checksum of so many levels a side comes with each: what is beyond them is not vouched for. */
	| {readonly type: 'checksum'; readonly levels: number}
	/** Each holds the whole book: the next one heals it. */
	| {readonly type: 'whole-pushes'}
	| {readonly type: 'unseen'};

/** How a book is compared with the exchange's own. */
export type AuditRule =
	/** With a snapshot from the REST interface, or one asked for on the socket, at the same sequence. */
	| 'rest'
	| 'socket'
	/** A new subscription brings a new book in its place. */
	| 'resubscribe'
	/** By the checksum of each message. */
	| 'checksum'
	| 'none';

/** Whether a book stays in use while it is audited: a new subscription takes it away. */
export const leavesInUse = (rule: AuditRule): boolean => rule === 'rest' || rule === 'socket';

/** By what a loss is seen, in words. */
export const describeLoss = (rule: LossRule): string => {
	switch (rule.type) {
		case 'ids':
			return 'ids of each message';
		case 'counter':
			return 'a counter of all messages';
		case 'checksum':
			return `a checksum of ${rule.levels} levels a side`;
		case 'whole-pushes':
			return 'whole books, which heal it';
		case 'unseen':
			return 'nothing';
	}
};

/** By what a book is audited, in words. */
export const describeAudit = (rule: AuditRule): string => {
	switch (rule) {
		case 'rest':
			return 'a REST snapshot';
		case 'socket':
			return 'a snapshot on the socket';
		case 'resubscribe':
			return 'a new subscription';
		case 'checksum':
			return 'the checksum';
		case 'none':
			return 'nothing';
	}
};
