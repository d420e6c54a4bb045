import type {FaultName} from '../faults.js';
import * as bulk from './bulk-faults.js';
import * as connection from './connection-faults.js';
import * as message from './message-faults.js';
import * as number from './number-faults.js';
import * as order from './order-faults.js';
import * as reply from './reply-faults.js';
import * as rest from './rest-faults.js';
import * as snapshot from './snapshot-faults.js';
import type {Strike} from './scene.js';

/** What each fault does. */
export const strikes: Readonly<Record<FaultName, Strike>> = {
	gap: order.gap,
	duplicate: order.duplicate,
	'old-event': order.oldEvent,
	reorder: order.reorder,
	overlap: order.overlap,
	'stale-snapshot': snapshot.staleSnapshot,
	'bad-snapshot': snapshot.badSnapshot,
	'crossed-snapshot': snapshot.crossedSnapshot,
	close: connection.close,
	'close-1006': connection.close1006,
	'close-1012': connection.close1012,
	silence: connection.silence,
	trickle: connection.trickle,
	malformed: message.malformed,
	'not-an-object': message.notAnObject,
	'bad-types': number.badTypes,
	'bad-ids': number.badIds,
	'deep-json': message.deepJson,
	'bad-gzip': message.badGzip,
	'text-frame': message.textFrame,
	'binary-frame': message.binaryFrame,
	bomb: bulk.bomb,
	'huge-message': bulk.hugeMessage,
	'wrong-market': message.wrongMarket,
	unknown: message.unknown,
	negative: number.negative,
	nan: number.notANumber,
	infinite: number.infinite,
	'long-number': number.longNumber,
	crossed: number.crossed,
	escape: reply.escape,
	'escape-list': rest.escapeList,
	'rate-limit': rest.rateLimit,
	ban: rest.ban,
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
	'upgrade-503': connection.upgrade503,
	'upgrade-hang': connection.upgradeHang,
};
