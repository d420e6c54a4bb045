import {promisify} from 'node:util';
import {isMainThread} from 'node:worker_threads';
import {deflateRaw, deflateRawSync, type ZlibOptions} from 'node:zlib';

const packApart = promisify(deflateRaw);

/**
 * Packs bytes without what stands before and behind them in a file. A thread that makes rows packs them itself, while
 * they are near its processor, which takes a tenth less of all; the main thread is not to be held up.
 */
export const packRaw = async (bytes: Uint8Array, options: ZlibOptions): Promise<Uint8Array> =>
	isMainThread ? packApart(bytes, options) : deflateRawSync(bytes, options);
