import {constants, crc32, deflateRawSync} from 'node:zlib';

const megabyte = 1024 * 1024;

/**
 * A gzip member of some kilobytes that holds megabytes of one unit, put together from one packed megabyte again
 * and again, so that nobody ever holds them.
 */
export const packMany = ({
	head = '',
	unit,
	megabytes,
	tail = '',
}: {
	readonly head?: string;
	readonly unit: string;
	/** About so many: units are whole. */
	readonly megabytes: number;
	readonly tail?: string;
}): Buffer => {
	const pack = (data: Buffer) =>
		deflateRawSync(data, {finishFlush: constants.Z_FULL_FLUSH, level: 9});
	const many = Buffer.from(unit.repeat(Math.floor(megabyte / unit.length)));
	const packed = pack(many);
	let sum = crc32(head);
	for (let count = 0; count < megabytes; count++) sum = crc32(many, sum);
	const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]);
	const lastBlock = Buffer.from([3, 0]);
	const trailer = Buffer.alloc(8);
	trailer.writeUInt32LE(crc32(tail, sum), 0);
	trailer.writeUInt32LE(head.length + megabytes * many.length + tail.length, 4);
	return Buffer.concat([
		header,
		pack(Buffer.from(head)),
		...Array.from({length: megabytes}, () => packed),
		pack(Buffer.from(tail)),
		lastBlock,
		trailer,
	]);
};
