import type {FaultName} from '../faults.js';
import * as blank from './blank-faults.js';
import * as bulk from './bulk-faults.js';
import * as connection from './connection-faults.js';
import * as handshake from './handshake-faults.js';
import * as list from './list-faults.js';
import * as login from './login-faults.js';
import * as message from './message-faults.js';
import * as number from './number-faults.js';
import * as order from './order-faults.js';
import * as protocol from './protocol-faults.js';
import * as reply from './reply-faults.js';
import * as rest from './rest-faults.js';
import * as snapshot from './snapshot-faults.js';
import * as subscription from './subscription-faults.js';
import * as trades from './trades-faults.js';
import type {Strike} from './scene.js';

/** What each fault does. */
export const strikes: Readonly<Record<FaultName, Strike>> = {
	gap: order.gap,
	duplicate: order.duplicate,
	'old-event': order.oldEvent,
	reorder: order.reorder,
	overlap: order.overlap,
	'stale-snapshot': snapshot.staleSnapshot,
	'late-snapshot': snapshot.lateSnapshot,
	'ahead-snapshot': snapshot.aheadSnapshot,
	'old-reply': snapshot.oldReply,
	'no-data-reply': snapshot.noDataReply,
	'bad-snapshot': snapshot.badSnapshot,
	'crossed-snapshot': snapshot.crossedSnapshot,
	close: connection.close,
	'close-1006': connection.close1006,
	'close-1012': connection.close1012,
	silence: connection.silence,
	'host-silence': connection.hostSilence,
	'depth-silence': subscription.depthSilence,
	'refused-sub': subscription.refusedSub,
	'no-subscription': subscription.noSubscription,
	trickle: connection.trickle,
	late: connection.late,
	malformed: message.malformed,
	'not-an-object': message.notAnObject,
	'bad-types': number.badTypes,
	'bad-ids': number.badIds,
	'deep-json': message.deepJson,
	'bad-gzip': message.badGzip,
	'text-frame': message.textFrame,
	'binary-frame': message.binaryFrame,
	bomb: bulk.bomb,
	'tiny-values': bulk.tinyValues,
	'huge-message': bulk.hugeMessage,
	'wrong-market': message.wrongMarket,
	unknown: message.unknown,
	negative: number.negative,
	nan: number.notANumber,
	infinite: number.infinite,
	'long-number': number.longNumber,
	crossed: number.crossed,
	'blank-side': blank.blankSide,
	'blank-mbp': blank.blankMbp,
	'empty-direction': blank.emptyDirection,
	microseconds: blank.microseconds,
	escape: reply.escape,
	'escape-list': list.escapeList,
	'tiny-list': list.tinyList,
	'long-name': list.longName,
	'late-trades': trades.lateTrades,
	'refused-trades': trades.refusedTrades,
	'cut-trades': trades.cutTrades,
	'rate-limit': rest.rateLimit,
	ban: rest.ban,
	'ban-in-body': rest.banInBody,
	'retry-after': rest.retryAfter,
	'login-page': login.loginPage,
	blocked: rest.blocked,
	'server-error': rest.serverError,
	'rest-hang': rest.restHang,
	'rest-reset': rest.restReset,
	'huobi-error': reply.refuseReplies,
	'bad-pong-close': connection.badPongClose,
	shutdown: connection.shutdown,
	'day-cut': connection.dayCut,
	'clock-skew': connection.clockSkew,
	'ping-flood': bulk.pingFlood,
	refused: connection.refused,
	'upgrade-503': handshake.upgrade503,
	'upgrade-503-date': handshake.upgrade503Date,
	'upgrade-429': handshake.upgrade429,
	'upgrade-418': handshake.upgrade418,
	'upgrade-hang': connection.upgradeHang,
	'lost-frame': protocol.lostFrame,
	checksum: protocol.checksum,
	'restart-ids': protocol.restartIds,
	'unasked-snapshot': protocol.unaskedSnapshot,
	'no-snapshot': protocol.noSnapshot,
	'refused-subscription': protocol.refusedSubscription,
	'reconnect-notice': protocol.reconnectNotice,
	'error-in-200': protocol.errorIn200,
	halted: protocol.halted,
	unlisted: protocol.unlisted,
};
